package dev.skiff.port.service;

import dev.skiff.port.Trust;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** Certificates of authorities that somebody trusts instead of those of the machine. */
public final class Authorities {
    private Authorities() {}

    /**
     * Those of a file.
     *
     * @param file PEM, at most 1 MiB
     * @throws ServiceException INVALID when it cannot be read or has no certificate in it
     */
    public static SSLContext in(Path file) {
        try {
            return Trust.authorities(file);
        } catch (IOException e) {
            throw new ServiceException(
                    ServiceException.Why.INVALID,
                    "the certificates of authorities in " + file + " cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
