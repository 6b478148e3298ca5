package dev.skiff.kubernetes.client;

import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The private key of a kubeconfig. The client takes RSA keys as they are, and elliptic ones, which k3s and kubeadm write, only with
 * BouncyCastle; the JDK reads these, too, once they are in PKCS #8.
 */
final class ClientKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (EC )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (EC )?PRIVATE KEY-----");
    /** {@code id-ecPublicKey}, 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private ClientKey() {}

    /**
     * Takes an elliptic key out of the config; null when the client can do without, or has none.
     *
     * @throws GeneralSecurityException when key or certificate are not what they should be
     */
    static KeyManager @Nullable [] takenFrom(Config config) throws IOException, GeneralSecurityException {
        byte[] text = content(config.getClientKeyData(), config.getClientKeyFile());
        byte[] certificate = content(config.getClientCertData(), config.getClientCertFile());
        Matcher pem = PEM.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (certificate.length == 0 || !pem.find()) {
            return null;
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
        PrivateKey key = elliptic(pem.group(1) == null ? der : wrapped(der));
        if (key == null) {
            return null;
        }
        config.setClientKeyData(null);
        config.setClientKeyFile(null);
        var chain = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(certificate));
        char[] password = {};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("client", key, password, chain.toArray(Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        return managers.getKeyManagers();
    }

    private static byte[] content(@Nullable String data, @Nullable String file) throws IOException {
        return data != null
                ? Base64.getMimeDecoder().decode(data)
                : file != null ? Files.readAllBytes(Path.of(file)) : new byte[0];
    }

    private static @Nullable PrivateKey elliptic(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** From SEC 1 (RFC 5915) to PKCS #8 (RFC 5958): version 0, algorithm with the curve, the key itself. */
    private static byte[] wrapped(byte[] sec1) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(sec1);
        in = value(in, SEQUENCE);
        byte[] curve = null;
        while (in.hasRemaining()) {
            int tag = in.get(in.position()) & 0xff;
            ByteBuffer value = value(in, tag);
            if (tag == PARAMETERS) {
                curve = new byte[value.remaining()];
                value.get(curve);
            }
        }
        if (curve == null) {
            throw new IOException("the private key does not name its curve");
        }
        byte[] algorithm = tagged(SEQUENCE, joined(EC, curve));
        return tagged(SEQUENCE, joined(new byte[] {0x02, 0x01, 0x00}, algorithm, tagged(OCTETS, sec1)));
    }

    /** Takes one value off the buffer. */
    private static ByteBuffer value(ByteBuffer in, int tag) throws IOException {
        try {
            if ((in.get() & 0xff) != tag) {
                throw new IOException("the private key is damaged");
            }
            int length = in.get() & 0xff;
            if (length > 0x80) {
                int bytes = length - 0x80;
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = length << 8 | in.get() & 0xff;
                }
            }
            ByteBuffer value = in.slice(in.position(), length);
            in.position(in.position() + length);
            return value;
        } catch (RuntimeException e) {
            throw new IOException("the private key is damaged", e);
        }
    }

    private static byte[] tagged(int tag, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (value.length < 0x80) {
            out.write(value.length);
        } else if (value.length < 0x100) {
            out.write(0x81);
            out.write(value.length);
        } else {
            out.write(0x82);
            out.write(value.length >> 8);
            out.write(value.length);
        }
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
