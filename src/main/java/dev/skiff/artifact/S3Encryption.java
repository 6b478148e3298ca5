package dev.skiff.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the server encrypts objects, as headers.
 *
 * @param writing sent with what makes an object
 * @param always sent with what makes an object, each part of it, and what reads it
 */
public record S3Encryption(Map<String, String> writing, Map<String, String> always) {
    private static final String PREFIX = "x-amz-server-side-encryption";

    /** The bucket's own. */
    public static final S3Encryption NONE = new S3Encryption(Map.of(), Map.of());

    /** With keys of the server. */
    public static final S3Encryption OF_THE_SERVER = new S3Encryption(Map.of(PREFIX, "AES256"), Map.of());

    /**
     * With a key of AWS KMS.
     *
     * @param context an object of JSON with texts; empty for none
     */
    public static S3Encryption kms(String key, String context) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(PREFIX, "aws:kms");
        headers.put(PREFIX + "-aws-kms-key-id", key);
        if (!context.isEmpty()) {
            headers.put(PREFIX + "-context", base64(context.getBytes(StandardCharsets.UTF_8)));
        }
        return new S3Encryption(headers, Map.of());
    }

    /**
     * With a key that the server is told each time and does not keep; servers want TLS for it.
     *
     * @param key 32 bytes
     */
    public static S3Encryption ownKey(byte[] key) {
        Map<String, String> headers = Map.of(
                PREFIX + "-customer-algorithm", "AES256",
                PREFIX + "-customer-key", base64(key),
                PREFIX + "-customer-key-md5", base64(SigV4.digest("MD5").digest(key)));
        return new S3Encryption(Map.of(), headers);
    }

    Map<String, String> ofWriting() {
        Map<String, String> all = new TreeMap<>(writing);
        all.putAll(always);
        return all;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A header may be a key. */
    @Override
    public String toString() {
        return "S3Encryption" + ofWriting().keySet();
    }
}
