package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineIdentityTest {
    private static final String STS = """
            <R xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Credentials><AccessKeyId>ASIA%d</AccessKeyId>
            <SecretAccessKey>s3cret</SecretAccessKey><SessionToken>t</SessionToken><Expiration>%s</Expiration>
            </Credentials></R>""";

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private ScriptedServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new ScriptedServer();
        environment.put("HOME", directory.toString());
        environment.put("AWS_ENDPOINT_URL_STS", "http://" + server.host());
        environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://" + server.host());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private MachineIdentity identity(String role) {
        return new MachineIdentity(environment, role, Duration.ofMillis(1));
    }

    private static String json(Instant end) {
        return """
                {"Code":"Success","AccessKeyId":"ASIA9","SecretAccessKey":"s3cret","Token":"t","Expiration":"%s",
                 "More":{"AccessKeyId":"no"}}""".formatted(end);
    }

    private static Instant inMinutes(int minutes) {
        return Instant.now().plus(Duration.ofMinutes(minutes));
    }

    @Test
    void keysOfTheEnvironmentComeFirst() throws Exception {
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "s", "AWS_SESSION_TOKEN", "t"));

        assertThat(identity("").credentials()).isEqualTo(new AwsCredentials("AKID", "s", "t", null));
        assertThat(server.asked).isEmpty();
    }

    @Test
    void aServiceAccountsTokenStandsForARoleUntilItEnds() throws Exception {
        environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
        environment.put(
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                Files.writeString(directory.resolve("token"), "jwt\n").toString());
        server.then(500, "<Error/>")
                .then(200, STS.formatted(1, inMinutes(2)))
                .then(200, STS.formatted(2, inMinutes(60)));
        MachineIdentity identity = identity("");

        assertThat(identity.credentials().accessKey()).isEqualTo("ASIA1");
        assertThat(identity.credentials().accessKey())
                .as("anew, before they end")
                .isEqualTo("ASIA2");
        assertThat(identity.credentials().accessKey()).as("kept").isEqualTo("ASIA2");
        assertThat(server.asked).hasSize(3);
        assertThat(server.asked.getFirst().body())
                .isEqualTo("Action=AssumeRoleWithWebIdentity&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
                        + "&RoleSessionName=skiff&Version=2011-06-15&WebIdentityToken=jwt");
    }

    @Test
    void aRoleIsTakenOnByTheMachinesIdentity() throws Exception {
        environment.putAll(
                Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "s", "AWS_REGION", "eu-west-1"));
        server.then(200, STS.formatted(1, inMinutes(60)));

        assertThat(identity("arn:r").credentials().accessKey()).isEqualTo("ASIA1");
        assertThat(server.asked.getFirst().header("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-west-1/sts/aws4_request");
    }

    @Test
    void aRoleThatIsNotGivenIsNamed() {
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "s3cret"));
        server.then(403, "<E><Error><Code>AccessDenied</Code><Message>not yours</Message></Error></E>");

        assertThatThrownBy(() -> identity("arn:r").credentials())
                .hasMessageContaining("credentials of the role arn:r (AssumeRole): status 403, AccessDenied: not yours")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void aProfileHasKeysInEitherFile() throws Exception {
        Files.createDirectory(directory.resolve(".aws"));
        Files.writeString(directory.resolve(".aws/credentials"), """
                # mine
                [default]
                aws_access_key_id = AKID1
                aws_secret_access_key = s1
                """);
        Files.writeString(directory.resolve(".aws/config"), """
                [profile work]
                aws_access_key_id=AKID2
                aws_secret_access_key=s2
                aws_session_token=t2
                [profile single]
                sso_session = s
                """);

        assertThat(identity("").credentials()).isEqualTo(new AwsCredentials("AKID1", "s1", null, null));
        environment.put("AWS_PROFILE", "work");
        assertThat(identity("").credentials()).isEqualTo(new AwsCredentials("AKID2", "s2", "t2", null));
        environment.put("AWS_PROFILE", "single");
        assertThatThrownBy(() -> identity("").credentials())
                .hasMessageContaining("gets its credentials by sso_session")
                .hasMessageContaining("aws configure export-credentials --profile single");
        environment.put("AWS_PROFILE", "none");
        assertThatThrownBy(() -> identity("").credentials()).hasMessageContaining("AWS_PROFILE names 'none'");
    }

    @Test
    void theContainersAgentIsAskedWithItsToken() throws Exception {
        Instant end = inMinutes(60);
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + server.host() + "/v1/credentials");
        environment.put(
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                Files.writeString(directory.resolve("token"), "jwt").toString());
        server.then(200, json(end));

        assertThat(identity("").credentials()).isEqualTo(new AwsCredentials("ASIA9", "s3cret", "t", end));
        assertThat(server.asked.getFirst().header("Authorization")).isEqualTo("jwt");
    }

    @Test
    void aTokenIsNotSentToJustAnybody() {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.org/v1");

        assertThatThrownBy(() -> identity("").credentials()).hasMessageContaining("leads to example.org without TLS");
    }

    @Test
    void anInstanceIsAskedWithATokenFirst() throws Exception {
        server.then(200, "imds-token").then(200, "my-role\n").then(200, json(inMinutes(60)));

        assertThat(identity("").credentials().accessKey()).isEqualTo("ASIA9");
        assertThat(server.lines())
                .containsExactly(
                        "PUT /latest/api/token",
                        "GET /latest/meta-data/iam/security-credentials/",
                        "GET /latest/meta-data/iam/security-credentials/my-role");
        assertThat(server.asked.getLast().header("X-aws-ec2-metadata-token")).isEqualTo("imds-token");
    }

    @Test
    void nobodyIsToldWhereCredentialsWereLookedFor() {
        environment.put("AWS_EC2_METADATA_DISABLED", "true");

        assertThatThrownBy(() -> identity("").credentials())
                .hasMessageContaining("AWS_ACCESS_KEY_ID")
                .hasMessageContaining("AWS_WEB_IDENTITY_TOKEN_FILE")
                .hasMessageContaining("accessKeySecret");
    }
}
