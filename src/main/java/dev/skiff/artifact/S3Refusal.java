package dev.skiff.artifact;

import java.io.IOException;
import java.util.Map;

/** What a server of S3 or STS answered instead of doing what it was asked. */
public final class S3Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    private static final String OTHER_KEYS = "see accessKeySecret and secretKeySecret, or the AWS configuration";
    /** What to do, by the code of the error. */
    private static final Map<String, String> ADVICE = Map.of(
            "AccessDenied", "the credentials are known there and may not do this: see their policy and the bucket's",
            "InvalidAccessKeyId", OTHER_KEYS,
            "SignatureDoesNotMatch", OTHER_KEYS,
            "ExpiredToken", "the session token has expired: get a new one",
            "InvalidToken", "the session token does not belong to the keys: see sessionTokenSecret",
            "RequestTimeTooSkewed", "set this machine's clock",
            "PermanentRedirect", "set s3.region, or s3.endpoint to the one it names",
            "AuthorizationHeaderMalformed", "set s3.region to the bucket's");

    private final int status;
    private final String code;
    private final String words;

    S3Refusal(int status, String code, String words) {
        super("the store answered with status " + status + (code.isEmpty() ? "" : ", " + code)
                + (words.isEmpty() ? "" : ": " + words)
                + (ADVICE.containsKey(code) ? " (" + ADVICE.get(code) + ")" : ""));
        this.status = status;
        this.code = code;
        this.words = words;
    }

    /** That of HTTP. */
    public int status() {
        return status;
    }

    /** As S3 names it, such as {@code NoSuchKey}; empty when it does not say. */
    public String code() {
        return code;
    }

    /** Whether the same request may have another outcome later. */
    boolean mayPass() {
        return status >= 500 || status == 429 || code.equals("RequestTimeout") || code.equals("SlowDown");
    }

    /** The server's own sentence; may be empty. */
    String words() {
        return words;
    }
}
