package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and a certificate that were made for this test with openssl; they open nothing. */
class ClientKeyTest {
    private static final String SEC1 = """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIMg/mgMhyXzwnN5aIsMt0tuMqzKVnM8e0hJ+upLnc6WwoAoGCCqGSM49
            AwEHoUQDQgAEj2uVqxUVkuAIm+n5dIURm6l9I/GdZHwgVMiQW8qo6q7UxVshOSs8
            JbhRrnV08o/gQKW9h9NUF0XjWppWeDlY+Q==
            -----END EC PRIVATE KEY-----
            """;
    private static final String PKCS8 = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyD+aAyHJfPCc3loi
            wy3S24yrMpWczx7SEn66kudzpbChRANCAASPa5WrFRWS4Aib6fl0hRGbqX0j8Z1k
            fCBUyJBbyqjqrtTFWyE5KzwluFGudXTyj+BApb2H01QXReNamlZ4OVj5
            -----END PRIVATE KEY-----
            """;
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBejCCAR+gAwIBAgIUI+oZ4gfoLCdbiEA5uuqPbMnl+RYwCgYIKoZIzj0EAwIw
            ETEPMA0GA1UEAwwGY2xpZW50MCAXDTI2MTEyNTE3MDMwOVoYDzIxMjYxMTAxMTcw
            MzA5WjARMQ8wDQYDVQQDDAZjbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
            AASPa5WrFRWS4Aib6fl0hRGbqX0j8Z1kfCBUyJBbyqjqrtTFWyE5KzwluFGudXTy
            j+BApb2H01QXReNamlZ4OVj5o1MwUTAdBgNVHQ4EFgQUAr7ijjcBAhy1lFlDzyWP
            rwSg9oYwHwYDVR0jBBgwFoAUAr7ijjcBAhy1lFlDzyWPrwSg9oYwDwYDVR0TAQH/
            BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA84liw/0KKKs5F4yZrzMTLVqFJRhq
            ak1GHaDADYu5uDUCIQDODL7pu4imKHMMBBcya1Mj2L7oZUdwWWLhDX3NeVRi2A==
            -----END CERTIFICATE-----
            """;

    private static Config config(String key, @Nullable String certificate) {
        Config config = Config.empty();
        config.setClientKeyData(base64(key));
        if (certificate != null) {
            config.setClientCertData(base64(certificate));
        }
        return config;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {SEC1, PKCS8})
    void anEllipticKeyIsReadInBothItsForms(String key) throws Exception {
        var config = config(key, CERTIFICATE);
        var managers = ClientKey.takenFrom(config);

        assertThat(managers).hasSize(1);
        var manager = (X509KeyManager) managers[0];
        assertThat(manager.getPrivateKey("client").getAlgorithm()).isEqualTo("EC");
        assertThat(manager.getCertificateChain("client")).hasSize(1);
        assertThat(config.getClientKeyData()).isNull();
    }

    @Test
    void anRsaKeyIsLeftToTheClient() throws Exception {
        byte[] rsa = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(rsa)
                + "\n-----END PRIVATE KEY-----\n";
        var config = config(pem, CERTIFICATE);

        assertThat(ClientKey.takenFrom(config)).isNull();
        assertThat(config.getClientKeyData()).isEqualTo(base64(pem));
    }

    @Test
    void aConfigWithoutKeyOrCertificateIsLeftAlone() throws Exception {
        assertThat(ClientKey.takenFrom(Config.empty())).isNull();
        assertThat(ClientKey.takenFrom(config(SEC1, null))).isNull();
    }
}
