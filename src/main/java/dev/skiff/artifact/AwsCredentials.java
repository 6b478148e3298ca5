package dev.skiff.artifact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What requests to S3 and to what speaks like it are signed with. Secret.
 *
 * @param sessionToken null for a key that lasts
 * @param expires null for never
 */
public record AwsCredentials(
        String accessKey,
        String secretKey,
        @Nullable String sessionToken,
        @Nullable Instant expires) {

    /** A key that lasts. */
    public static AwsCredentials lasting(String accessKey, String secretKey) {
        return new AwsCredentials(accessKey, secretKey, null, null);
    }

    @Override
    public String toString() {
        return "AwsCredentials of " + accessKey;
    }
}
