package dev.skiff.artifact;

import dev.skiff.port.ArtifactException;
import dev.skiff.port.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/** Certificate authorities that an artifact names. */
final class Authorities {
    private Authorities() {}

    /**
     * Connections to whom they vouch for.
     *
     * @param what names the text, for messages
     * @throws ArtifactException when it has no certificate
     */
    static SSLSocketFactory trusting(String pem, String what) throws ArtifactException {
        try {
            return Trust.authorities(pem.getBytes(StandardCharsets.US_ASCII)).getSocketFactory();
        } catch (IOException e) {
            throw new ArtifactException(what + " cannot be read as certificates in PEM: " + e.getMessage());
        }
    }
}
