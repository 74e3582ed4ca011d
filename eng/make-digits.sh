#!/bin/sh
# Makes src/Tutti.Learning/Data/Bundled/digits again, byte for byte: scikit-learn's digits.csv.gz as it is, from Debian's package
# python3-sklearn (from the package file given as the first argument, or downloaded with apt-get).
set -eu

target=$(cd "$(dirname "$0")/.." && pwd)/src/Tutti.Learning/Data/Bundled/digits
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if [ $# -gt 0 ]; then
    cp "$1" "$folder/package.deb"
else
    (cd "$folder" && apt-get download python3-sklearn >/dev/null && mv ./*.deb package.deb)
fi
dpkg-deb --extract "$folder/package.deb" "$folder/content"
mkdir -p "$target"
find "$folder/content" -path '*/sklearn/datasets/data/digits.csv.gz' -exec cp {} "$target/digits.csv.gz" \;

cd "$target"
echo "$(sha256sum < digits.csv.gz | cut -d' ' -f1)  digits.csv.gz ($(wc -c < digits.csv.gz) bytes)"
echo "$(zcat digits.csv.gz | sha256sum | cut -d' ' -f1)  digits.csv ($(zcat digits.csv.gz | wc -c) bytes)"
