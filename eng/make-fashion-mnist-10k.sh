#!/bin/sh
# Makes src/Tutti.Learning/Data/Bundled/fashion-mnist-10k again, byte for byte: the first 10,000 training and 2,000 test images of
# Fashion-MNIST, from the files of Debian's package dataset-fashion-mnist (or from the folder given as the first argument).
set -eu

source=${1:-/usr/share/datasets/fashion-mnist}
target=$(cd "$(dirname "$0")/.." && pwd)/src/Tutti.Learning/Data/Bundled/fashion-mnist-10k
mkdir -p "$target"

# first <file> <header bytes> <new header, octal> <content bytes>: the start of an IDX file under a header with a smaller count.
first() {
    { printf "$3"; zcat "$source/$1.gz" | tail -c +$(($2 + 1)) | head -c "$4"; } | gzip -9n > "$target/$1.gz"
}

# Magic 2051 is 0010 0003, magic 2049 is 0010 0001; 10,000 is 0x2710, 2,000 is 0x07D0, 28 is 0x1C; all big-endian.
first train-images-idx3-ubyte 16 '\000\000\010\003\000\000\047\020\000\000\000\034\000\000\000\034' $((10000 * 784))
first train-labels-idx1-ubyte 8 '\000\000\010\001\000\000\047\020' 10000
first t10k-images-idx3-ubyte 16 '\000\000\010\003\000\000\007\320\000\000\000\034\000\000\000\034' $((2000 * 784))
first t10k-labels-idx1-ubyte 8 '\000\000\010\001\000\000\007\320' 2000

cd "$target"
for file in *.gz; do
    echo "$(sha256sum < "$file" | cut -d' ' -f1)  $file ($(wc -c < "$file") bytes)"
    echo "$(zcat "$file" | sha256sum | cut -d' ' -f1)  ${file%.gz} ($(zcat "$file" | wc -c) bytes)"
done
