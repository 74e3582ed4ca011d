using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>Certificates in PEM files, for both ends of a connection.</summary>
public static class PemFiles
{
    /// <summary>Reads a certificate with its private key.</summary>
    /// <param name="certificate">A PEM file; its first certificate is read.</param>
    /// <param name="key">A PEM file with its private key, not encrypted.</param>
    /// <returns>The certificate with its key; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">The files hold something else, or the key is another one's.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static X509Certificate2 LoadWithKey(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(certificate), File.ReadAllText(key));
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"Certificate: it does not go with its key. Got '{certificate}' and '{key}': {wrong.Message} " +
                "Expected PEM files with a certificate and its unencrypted private key.", wrong);
        }
    }

    /// <summary>Reads all certificates of a file.</summary>
    /// <param name="path">A PEM file with at least one certificate.</param>
    /// <returns>The certificates in their order, without keys.</returns>
    /// <exception cref="InvalidDataException">There is none, or one is broken.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static X509Certificate2Collection LoadAll(string path)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(File.ReadAllText(path));
        }
        catch (CryptographicException wrong)
        {
            throw new InvalidDataException($"Certificate: '{path}' is broken. Got: {wrong.Message} Expected certificates in PEM.", wrong);
        }
        return all.Count > 0 ? all : throw new InvalidDataException($"Certificate: '{path}' has none. Expected at least one in PEM " +
            $"(-----BEGIN CERTIFICATE-----).");
    }
}
