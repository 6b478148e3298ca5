package dev.skiff.artifact;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures of AWS, version 4, in the header Authorization ("Signature Version 4 for API requests" of the IAM user guide). */
final class SigV4 {
    /** In place of the hash of a body that TLS protects. */
    static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SigV4() {}

    /**
     * What is signed of a request.
     *
     * @param path percent-encoded, as {@link #encodedPath} does
     * @param query plain names and values
     * @param headers all that are signed, with {@code host}; other names than {@code x-amz-…} in lower case too
     * @param payload the SHA-256 of the body in hexadecimal digits, or {@link #UNSIGNED}
     */
    record Request(
            String method, String path, Map<String, String> query, Map<String, String> headers, String payload) {}

    /**
     * Where a signature is valid.
     *
     * @param service {@code s3}, {@code sts}
     */
    record Scope(String region, String service) {}

    /** The headers to send: those of the request, and what signing adds. */
    static SortedMap<String, String> sign(Request request, AwsCredentials credentials, Scope scope, Instant now) {
        SortedMap<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        String time = TIME.format(now);
        headers.put("x-amz-date", time);
        if (scope.service().equals("s3")) {
            headers.put("x-amz-content-sha256", request.payload());
        }
        if (credentials.sessionToken() != null) {
            headers.put("x-amz-security-token", credentials.sessionToken());
        }
        String names = String.join(";", headers.keySet());
        String canonical = String.join(
                "\n",
                request.method(),
                request.path(),
                encodedQuery(request.query()),
                headers.entrySet().stream()
                        .map(h -> h.getKey() + ":" + h.getValue().strip().replaceAll(" +", " ") + "\n")
                        .collect(Collectors.joining()),
                names,
                request.payload());
        String day = time.substring(0, 8);
        String where = day + "/" + scope.region() + "/" + scope.service() + "/aws4_request";
        String toSign = String.join("\n", ALGORITHM, time, where, sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = hmac(("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8), day);
        for (String part : new String[] {scope.region(), scope.service(), "aws4_request"}) {
            key = hmac(key, part);
        }
        headers.put(
                "authorization",
                ALGORITHM + " Credential=" + credentials.accessKey() + "/" + where + ", SignedHeaders=" + names
                        + ", Signature=" + HexFormat.of().formatHex(hmac(key, toSign)));
        return headers;
    }

    /** {@code a=1&b=}, in the order in which it is signed. */
    static String encodedQuery(Map<String, String> query) {
        SortedMap<String, String> encoded = new TreeMap<>();
        query.forEach((name, value) -> encoded.put(encoded(name), encoded(value)));
        return encoded.entrySet().stream()
                .map(p -> p.getKey() + "=" + p.getValue())
                .collect(Collectors.joining("&"));
    }

    /** All but letters, digits and {@code -._~/} as {@code %XX} of UTF-8. */
    static String encodedPath(String path) {
        return encoded(path).replace("%2F", "/");
    }

    /** All but letters, digits and {@code -._~} as {@code %XX} of UTF-8. */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
    }

    /** One that every Java has. */
    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }
}
