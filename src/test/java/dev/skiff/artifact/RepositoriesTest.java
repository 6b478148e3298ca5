package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.ArtifactRepositoryRef;
import dev.skiff.model.GCSArtifact;
import dev.skiff.model.S3Artifact;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.ArtifactException;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ART-07, ART-08: where an artifact lies that does not say all of it. */
class RepositoriesTest extends StoresFixture {
    private static final Artifact OUT =
            Artifact.builder().name("out").path("/tmp/out").build();

    private static final String MINIO = """
            s3:
              endpoint: minio:9000
              insecure: true
              bucket: lake
              keyFormat: "{{workflow.namespace}}/{{workflow.creationTimestamp.Y}}-{{workflow.creationTimestamp.m}}/{{workflow.name}}/{{pod.name}}"
            """;

    private Places places() {
        return new Places(new Repositories(directory.resolve("config.yaml")));
    }

    private void map(String name, Map<String, String> annotations, Map<String, String> data) {
        configMaps.add(new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .withData(data)
                .build());
    }

    private S3Artifact place() throws ArtifactException {
        Place place = places().output(run(), task(), OUT, "out.tgz").place();
        assertThat(place).isInstanceOf(Place.InS3.class);
        return ((Place.InS3) place).where();
    }

    @Test
    void theDefaultEntryOfTheUsualConfigMapCounts() throws Exception {
        map(
                "artifact-repositories",
                Map.of("workflows.argoproj.io/default-artifact-repository", "minio"),
                Map.of("minio", MINIO));

        assertThat(place().bucket()).isEqualTo("lake");
        assertThat(place().key()).isEqualTo("team/2026-11/wf-1/wf-1-t-7/out.tgz");
    }

    @Test
    void theStatusHasTheKeyAlone() throws Exception {
        map(
                "artifact-repositories",
                Map.of("workflows.argoproj.io/default-artifact-repository", "minio"),
                Map.of("minio", MINIO));

        assertThat(places().output(run(), task(), OUT, "out.tgz").saved().s3())
                .isEqualTo(Repository.keyAlone("team/2026-11/wf-1/wf-1-t-7/out.tgz"));
    }

    @Test
    void theWorkflowMayNameAnother() throws Exception {
        map(
                "mine",
                Map.of(),
                Map.of("a", "s3: {bucket: a-bucket, endpoint: e}", "b", "s3: {bucket: b-bucket, endpoint: e}"));
        spec = WorkflowSpec.builder()
                .artifactRepositoryRef(new ArtifactRepositoryRef("mine", "b"))
                .build();

        assertThat(place().bucket()).isEqualTo("b-bucket");
        assertThat(place().key()).isEqualTo("wf-1/wf-1-t-7/out.tgz");
    }

    @Test
    void aReferenceToNothingIsAnError() {
        spec = WorkflowSpec.builder()
                .artifactRepositoryRef(new ArtifactRepositoryRef("mine", "b"))
                .build();
        assertThatThrownBy(this::place).hasMessageContaining("ConfigMap 'mine'").hasMessageContaining("--manifest");

        map("mine", Map.of(), Map.of("a", MINIO));
        assertThatThrownBy(this::place).hasMessageContaining("no key 'b'");
    }

    @Test
    void theConfigurationFileIsAskedBeforeTheDirectory() throws Exception {
        Files.writeString(directory.resolve("config.yaml"), "artifactRepository:\n" + MINIO.indent(2));

        assertThat(place().bucket()).isEqualTo("lake");
    }

    @Test
    void withoutAnyItIsTheDirectory() throws Exception {
        assertThat(places().output(run(), task(), OUT, "out.tgz").place())
                .isEqualTo(new Place.InDirectory("wf-1/wf-1-t-7/out.tgz"));
    }

    @Test
    void aKeyOfWhateverKindLiesInTheRepository() throws Exception {
        Artifact gcs = OUT.toBuilder().gcs(new GCSArtifact(null, "a/b", null)).build();

        assertThat(places().of(run(), null, gcs)).isEqualTo(new Place.InDirectory("a/b"));
    }

    @Test
    void aKindThatSkiffDoesNotSpeakIsNamed() {
        Artifact gcs =
                OUT.toBuilder().gcs(new GCSArtifact("bucket", "a/b", null)).build();

        assertThatThrownBy(() -> places().of(run(), null, gcs))
                .hasMessageContaining("of kind gcs, which Skiff does not support");
        map(
                "artifact-repositories",
                Map.of("workflows.argoproj.io/default-artifact-repository", "x"),
                Map.of("x", "azure: {container: c, endpoint: e}"));
        assertThatThrownBy(this::place).hasMessageContaining("of kind azure");
    }

    @Test
    void theTemplatesArchiveLocationComesFirst() throws Exception {
        S3Artifact where = new S3Artifact(
                null,
                null,
                "archive",
                null,
                null,
                null,
                "minio:9000",
                true,
                "logs/{{pod.name}}",
                null,
                null,
                null,
                null,
                null);
        ArtifactLocation location =
                new ArtifactLocation(null, null, null, null, null, null, null, null, null, null, where);

        Places.Output output = places().output(run(), task(location), OUT, "out.tgz");

        assertThat(((Place.InS3) output.place()).where().bucket()).isEqualTo("archive");
        assertThat(output.saved().s3()).isEqualTo(Repository.keyAlone("logs/wf-1-t-7/out.tgz"));
    }

    @Test
    void aVariableThatAKeyFormatCannotHaveIsNamed() {
        map(
                "artifact-repositories",
                Map.of("workflows.argoproj.io/default-artifact-repository", "x"),
                Map.of("x", "s3: {bucket: b, endpoint: e, keyFormat: '{{inputs.parameters.x}}/a'}"));

        assertThatThrownBy(this::place).hasMessageContaining("variable 'inputs.parameters.x'");
    }
}
