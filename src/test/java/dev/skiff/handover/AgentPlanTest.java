package dev.skiff.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.handover.AgentPlan.Membership;
import dev.skiff.handover.AgentPlan.Parameter;
import dev.skiff.handover.AgentPlan.Reporting;
import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactBuilder;
import dev.skiff.model.ArtifactoryArtifact;
import dev.skiff.model.BasicAuth;
import dev.skiff.model.ClientCertAuth;
import dev.skiff.model.CreateS3BucketOptions;
import dev.skiff.model.GitArtifact;
import dev.skiff.model.HTTPArtifact;
import dev.skiff.model.HTTPAuth;
import dev.skiff.model.Header;
import dev.skiff.model.NoneStrategy;
import dev.skiff.model.RawArtifact;
import dev.skiff.model.S3Artifact;
import dev.skiff.model.S3EncryptionOptions;
import dev.skiff.model.TarStrategy;
import dev.skiff.model.ZipStrategy;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentPlanTest {

    private static final SecretKeySelector ACCESS = new SecretKeySelector("access", "minio", null);
    private static final SecretKeySelector SECRET = new SecretKeySelector("secret", "minio", null);
    private static final SecretKeySelector PASSWORD = new SecretKeySelector("password", "git", true);
    private static final S3Artifact S3 = new S3Artifact(
            ACCESS,
            "path",
            "bucket",
            null,
            new CreateS3BucketOptions(true),
            new S3EncryptionOptions(true, "{}", "key", null),
            "minio:9000",
            true,
            "k/in.tgz",
            "eu",
            null,
            SECRET,
            null,
            true);
    private static final List<Artifact> INPUTS = List.of(
            named("s3", "/in/s3").s3(S3).mode(0600).recurseMode(true).build(),
            named("http", "/in/http")
                    .http(new HTTPArtifact(
                            new HTTPAuth(new BasicAuth(PASSWORD, ACCESS), null, null),
                            List.of(new Header("Accept", "text/plain"), new Header("X-Empty", "")),
                            null,
                            "https://example.org/a?b=c"))
                    .optional(true)
                    .build(),
            named("artifactory", "/in/artifactory")
                    .artifactory(new ArtifactoryArtifact(PASSWORD, "https://example.org/a", ACCESS))
                    .archive(new ArchiveStrategy(null, null, new ZipStrategy()))
                    .build(),
            named("git", "/src")
                    .git(new GitArtifact(
                            "main",
                            1L,
                            true,
                            List.of("refs/x"),
                            true,
                            true,
                            PASSWORD,
                            "https://example.org/r.git",
                            "abc",
                            true,
                            null,
                            null))
                    .build(),
            named("raw", "/in/raw").raw(new RawArtifact("")).build());
    private static final List<Artifact> OUTPUTS = List.of(
            named("none", "/out/none")
                    .s3(S3.withKey("none"))
                    .archive(new ArchiveStrategy(new NoneStrategy(), null, null))
                    .build(),
            named("tar", "/out/tar")
                    .s3(S3.withKey("tar.tgz"))
                    .archive(new ArchiveStrategy(null, new TarStrategy(0), null))
                    .build());

    private static ArtifactBuilder named(String name, String path) {
        return Artifact.builder().name(name).path(path);
    }

    private static AgentPlan whole() {
        return AgentPlan.of("main", new Reporting("/dev/termination-log", 3500, "http://c/handover", "secret-token", 9))
                .withParameters(List.of(new Parameter("out", "/tmp/out"), new Parameter("näme", "/tmp/ü \"")))
                .withMaxOutputBytes(77)
                .withCaptureResult(true)
                .withSet(new Membership("/var/run/argo", "b", List.of("a"), 3, 1500))
                .withArtifacts(
                        INPUTS,
                        OUTPUTS,
                        Artifact.builder().name("main-logs").s3(S3).build());
    }

    @Test
    void aPlanIsReadAsItWasWritten() throws MalformedException {
        AgentPlan plan = whole();

        assertThat(AgentPlan.decode(plan.encode())).isEqualTo(plan);
        assertThat(AgentPlan.decode(plan.encode()).encode()).isEqualTo(plan.encode());
    }

    @Test
    void theSmallestPlanIsShort() throws MalformedException {
        AgentPlan plan = AgentPlan.of("main", Reporting.INLINE);

        assertThat(AgentPlan.decode(plan.encode())).isEqualTo(plan);
        assertThat(plan.encode()).hasSizeLessThan(200);
    }

    @Test
    void everySecretGetsOneVariableAndNoValue() {
        AgentPlan plan = whole();

        assertThat(plan.variables())
                .containsExactly(
                        Map.entry("SKIFF_AGENT_SECRET_0", ACCESS),
                        Map.entry("SKIFF_AGENT_SECRET_1", SECRET),
                        Map.entry("SKIFF_AGENT_SECRET_2", PASSWORD));
        assertThat(plan.secrets())
                .containsExactly(
                        Map.entry("minio/access", "SKIFF_AGENT_SECRET_0"),
                        Map.entry("minio/secret", "SKIFF_AGENT_SECRET_1"),
                        Map.entry("git/password", "SKIFF_AGENT_SECRET_2"));
    }

    @Test
    void theTokenIsNotShown() {
        assertThat(whole().toString()).doesNotContain("secret-token");
    }

    @Test
    void whatNoAgentCanReachIsNamed() {
        var certificate = new HTTPAuth(null, new ClientCertAuth(ACCESS, SECRET), null);
        var key = new S3EncryptionOptions(null, null, null, SECRET);

        assertThat(INPUTS).allSatisfy(a -> assertThat(AgentPlan.unsupported(a)).isEmpty());
        assertThat(AgentPlan.unsupported(named("a", "/a")
                        .http(new HTTPArtifact(certificate, List.of(), null, "https://example.org"))
                        .build()))
                .hasValueSatisfying(why -> assertThat(why).contains("'a'", "clientCert"));
        assertThat(AgentPlan.unsupported(named("a", "/a")
                        .s3(new S3Artifact(
                                null, null, null, null, null, key, null, null, null, null, null, null, null, null))
                        .build()))
                .hasValueSatisfying(why -> assertThat(why).contains("serverSideCustomerKeySecret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "^^|the plan is not a JSON object",
                "[]|is not a JSON object",
                "{|is not JSON",
                "{}|version 0",
                "{\"version\":2}|the images of controller and agent have to be the same",
                "{\"version\":1,\"container\":\"m\"}|'report' is missing",
                "{\"version\":1,\"report\":{}}|'container' is missing",
                "{\"version\":1,\"container\":7,\"report\":{}}|'container' is not a text",
                "{\"version\":1,\"container\":\"m\",\"report\":{},\"parameters\":[{}]}|'parameters[0].name' is missing",
                "{\"version\":1,\"container\":\"m\",\"report\":{},\"inputs\":[7]}|'inputs[0]' is not an object",
                "{\"version\":1,\"container\":\"m\",\"report\":{},\"inputs\":{}}|'inputs' is not a list",
                "{\"version\":1,\"container\":\"m\",\"report\":{\"patienceSeconds\":1e9}}|'report.patienceSeconds' is not a whole number",
                "{\"version\":1,\"container\":\"m\",\"report\":{}} x|is not JSON",
                "{\"version\":1,\"container\":\"m\",\"report\":{}}{}|goes on after its end",
            })
    void whatIsNoPlanIsRefusedWithTheField(String text, String message) {
        assertThatThrownBy(() -> AgentPlan.decode(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPlanThatIsTooLargeOrTooDeepIsRefused() {
        assertThatThrownBy(() -> AgentPlan.decode("{\"version\":1" + " ".repeat(AgentPlan.MAX_BYTES) + "}"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than");
        assertThatThrownBy(() -> AgentPlan.decode("{\"a\":" + "[".repeat(60_000)))
                .isInstanceOf(MalformedException.class)
                .hasMessage("the plan is not JSON");
    }
}
