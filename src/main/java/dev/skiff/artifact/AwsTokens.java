package dev.skiff.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks AWS' Security Token Service for credentials of a role. */
final class AwsTokens {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int ATTEMPTS = 3;

    private final Map<String, String> environment;
    private final Duration pause;

    /** @param pause before a failed request is made again */
    AwsTokens(Map<String, String> environment, Duration pause) {
        this.environment = environment;
        this.pause = pause;
    }

    /** The role that a token of an identity provider stands for, such as that of a pod's service account. */
    AwsCredentials ofWebIdentity(String role, String session, String token) throws IOException {
        return ask(
                "AssumeRoleWithWebIdentity",
                role,
                Map.of("RoleArn", role, "RoleSessionName", session, "WebIdentityToken", token),
                null);
    }

    /** The role that an identity may take on. */
    AwsCredentials ofRole(String role, String session, AwsCredentials identity) throws IOException {
        return ask("AssumeRole", role, Map.of("RoleArn", role, "RoleSessionName", session), identity);
    }

    private AwsCredentials ask(
            String action, String role, Map<String, String> parameters, @Nullable AwsCredentials identity)
            throws IOException {
        Map<String, String> form = new TreeMap<>(parameters);
        form.put("Action", action);
        form.put("Version", "2011-06-15");
        byte[] body = SigV4.encodedQuery(form).getBytes(StandardCharsets.UTF_8);
        for (int attempt = 1; ; attempt++) {
            try {
                return once(body, identity);
            } catch (S3Refusal e) {
                if (attempt == ATTEMPTS || !e.mayPass()) {
                    throw new IOException(
                            "AWS does not give credentials of the role " + role + " (" + action + "): status "
                                    + e.status() + ", " + e.code() + ": " + e.words(),
                            e);
                }
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException(
                            "no answer of " + url() + " to " + action + " of " + role + ": " + Troubles.words(e), e);
                }
            }
            Pauses.sleep(pause.multipliedBy(attempt));
        }
    }

    private AwsCredentials once(byte[] body, @Nullable AwsCredentials identity) throws IOException {
        String url = url();
        String host = url.replaceFirst("^https?://", "").replaceFirst("/.*", "");
        Map<String, String> headers = new TreeMap<>(Map.of("host", host, "content-type", FORM));
        if (identity != null) {
            headers = SigV4.sign(
                    new SigV4.Request("POST", "/", Map.of(), headers, SigV4.sha256(body)),
                    identity,
                    new SigV4.Scope(region().isEmpty() ? "us-east-1" : region(), "sts"),
                    Instant.now());
        }
        AwsHttp.Body content = new S3Content.Bytes(body);
        try (AwsHttp.Answer answer = AwsHttp.send("POST", url, headers, content, AwsHttp.Way.USUAL)) {
            XmlAnswer said = XmlAnswer.read(answer.body());
            if (answer.status() >= 300) {
                throw S3Client.refusal(answer.status(), said);
            }
            return new AwsCredentials(
                    value(said, "AccessKeyId"),
                    value(said, "SecretAccessKey"),
                    value(said, "SessionToken"),
                    Instant.parse(value(said, "Expiration")));
        }
    }

    private static String value(XmlAnswer answer, String name) throws IOException {
        return answer.first(name).orElseThrow(() -> new IOException("the answer has no " + name));
    }

    private String region() {
        return environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
    }

    private String url() {
        String own = environment.getOrDefault("AWS_ENDPOINT_URL_STS", "");
        if (!own.isEmpty()) {
            return own.endsWith("/") ? own : own + "/";
        }
        String region = region();
        return region.isEmpty()
                ? "https://sts.amazonaws.com/"
                : "https://sts." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn/" : "/");
    }
}
