package dev.skiff.artifact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who this machine or this pod is to AWS: by the environment's keys, the service account's role (IRSA), the profile of a person, the
 * container's agent (ECS, EKS Pod Identity) and the instance, in the order of AWS' own SDKs.
 */
public final class MachineIdentity implements AwsIdentity {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final int MAX_BYTES = 1 << 16;
    private static final AwsHttp.Way NEARBY = new AwsHttp.Way(Duration.ofSeconds(1), Duration.ofSeconds(5), null);
    /** Where credentials may be asked for without TLS, besides this machine: the agents of ECS and EKS. */
    private static final Set<String> AGENTS = Set.of("169.254.170.2", "169.254.170.23", "[fd00:ec2::23]");

    private final Map<String, String> environment;
    private final String role;
    private final AwsTokens tokens;
    private @Nullable AwsCredentials kept;

    /** @param role ARN of a role that the identity takes on; empty for none */
    public MachineIdentity(String role) {
        this(System.getenv(), role, Duration.ofSeconds(1));
    }

    MachineIdentity(Map<String, String> environment, String role, Duration pause) {
        this.environment = Map.copyOf(environment);
        this.role = role;
        this.tokens = new AwsTokens(this.environment, pause);
    }

    @Override
    public synchronized AwsCredentials credentials() throws IOException {
        AwsCredentials known = kept;
        Instant end = known == null ? null : known.expires();
        if (known == null || end != null && Instant.now().plus(EARLY).isAfter(end)) {
            known = role.isEmpty() ? own() : tokens.ofRole(role, session(), own());
            kept = known;
        }
        return known;
    }

    private AwsCredentials own() throws IOException {
        String access = value("AWS_ACCESS_KEY_ID");
        String secret = value("AWS_SECRET_ACCESS_KEY");
        if (!access.isEmpty() && !secret.isEmpty()) {
            String token = value("AWS_SESSION_TOKEN");
            return new AwsCredentials(access, secret, token.isEmpty() ? null : token, null);
        }
        String tokenFile = value("AWS_WEB_IDENTITY_TOKEN_FILE");
        if (!tokenFile.isEmpty() && !value("AWS_ROLE_ARN").isEmpty()) {
            return tokens.ofWebIdentity(value("AWS_ROLE_ARN"), session(), text(Path.of(tokenFile)));
        }
        Optional<AwsCredentials> profile = AwsProfile.credentials(environment);
        if (profile.isPresent()) {
            return profile.get();
        }
        return value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").isEmpty()
                        && value("AWS_CONTAINER_CREDENTIALS_FULL_URI").isEmpty()
                ? ofInstance()
                : ofContainer();
    }

    private AwsCredentials ofContainer() throws IOException {
        String relative = value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        String url =
                relative.isEmpty() ? value("AWS_CONTAINER_CREDENTIALS_FULL_URI") : "http://169.254.170.2" + relative;
        URI uri = URI.create(url);
        String host = String.valueOf(uri.getHost());
        boolean near = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (!"https".equals(uri.getScheme()) && !near && !AGENTS.contains(host)) {
            throw new IOException("AWS_CONTAINER_CREDENTIALS_FULL_URI leads to " + host
                    + " without TLS: credentials are not asked for there");
        }
        String tokenFile = value("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        String token = tokenFile.isEmpty() ? value("AWS_CONTAINER_AUTHORIZATION_TOKEN") : text(Path.of(tokenFile));
        Map<String, String> headers = token.isEmpty() ? Map.of() : Map.of("Authorization", token);
        return ofJson(ask("GET", url, headers), "the container's agent at " + host);
    }

    private AwsCredentials ofInstance() throws IOException {
        if (value("AWS_EC2_METADATA_DISABLED").equalsIgnoreCase("true")) {
            throw nobody("and AWS_EC2_METADATA_DISABLED keeps it from asking the instance", null);
        }
        String base = value("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        String service = base.isEmpty() ? "http://169.254.169.254" : base.replaceAll("/+$", "");
        String roles = service + "/latest/meta-data/iam/security-credentials/";
        try {
            String token =
                    ask("PUT", service + "/latest/api/token", Map.of("X-aws-ec2-metadata-token-ttl-seconds", "21600"));
            Map<String, String> headers = Map.of("X-aws-ec2-metadata-token", token);
            String instanceRole =
                    ask("GET", roles, headers).lines().findFirst().orElse("").strip();
            return ofJson(ask("GET", roles + instanceRole, headers), "the instance's metadata");
        } catch (IOException e) {
            throw nobody("and no instance's metadata answers at " + service + " (" + Troubles.words(e) + ")", e);
        }
    }

    private static IOException nobody(String instance, @Nullable IOException cause) {
        return new IOException(
                "no AWS credentials are found: there is neither AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY in the"
                        + " environment, nor AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN, nor a profile in ~/.aws, nor"
                        + " a container's agent, " + instance + "; give keys by accessKeySecret and secretKeySecret",
                cause);
    }

    private static String ask(String method, String url, Map<String, String> headers) throws IOException {
        AwsHttp.Body body = method.equals("PUT") ? new S3Content.Bytes(new byte[0]) : null;
        try (AwsHttp.Answer answer = AwsHttp.send(method, url, headers, body, NEARBY);
                InputStream in = answer.body()) {
            byte[] bytes = in.readNBytes(MAX_BYTES);
            if (answer.status() != 200) {
                throw new IOException(Urls.shown(url) + " answers with status " + answer.status());
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static AwsCredentials ofJson(String json, String whose) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 1 && token == JsonToken.VALUE_STRING) {
                    values.put(parser.currentName(), parser.getText());
                }
            }
        } catch (IOException e) {
            // its text may hold a key
            throw new IOException(whose + " answers with what is no JSON");
        }
        String access = values.get("AccessKeyId");
        String secret = values.get("SecretAccessKey");
        if (access == null || secret == null) {
            throw new IOException(whose + " gives no credentials: " + values.getOrDefault("Message", "no AccessKeyId"));
        }
        String end = values.get("Expiration");
        return new AwsCredentials(access, secret, values.get("Token"), end == null ? null : Instant.parse(end));
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    private String session() {
        String named = value("AWS_ROLE_SESSION_NAME");
        return named.isEmpty() ? "skiff" : named;
    }

    private String value(String name) {
        return environment.getOrDefault(name, "");
    }
}
