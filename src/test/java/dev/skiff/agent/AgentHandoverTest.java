package dev.skiff.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentPlan.Parameter;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Kind;
import dev.skiff.handover.AgentReport.Saving;
import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.BasicAuth;
import dev.skiff.model.GitArtifact;
import dev.skiff.model.HTTPArtifact;
import dev.skiff.model.HTTPAuth;
import dev.skiff.model.NoneStrategy;
import dev.skiff.model.RawArtifact;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the agent fetches before the command and hands over after it. */
class AgentHandoverTest extends AgentFixture {

    private Parameter parameter(String name) {
        return new Parameter(name, in(name));
    }

    /** OUT-01: the newline is the engine's to remove. OUT-15 */
    @Test
    void outputFilesAreHandedOverAlsoByACommandThatFails() throws Exception {
        AgentPlan plan = plan().withMaxOutputBytes(100)
                .withParameters(List.of(
                        parameter("text"),
                        parameter("empty"),
                        parameter("missing"),
                        parameter("dir"),
                        parameter("binary"),
                        parameter("large"),
                        parameter("more")));

        Ended ended = run(
                plan,
                "sh",
                "-c",
                "cd " + directory + "; echo 'grün' > text; : > empty; mkdir dir; printf '\\377' > binary;"
                        + " head -c 101 /dev/zero > large; head -c 99 /dev/zero > more; exit 1");

        assertThat(ended.exitCode()).isEqualTo(1);
        Map<String, OutputFile> files = ended.report().parameters();
        assertThat(files)
                .containsEntry("text", new OutputFile.Found("grün\n"))
                .containsEntry("empty", new OutputFile.Found(""))
                .containsEntry("missing", new OutputFile.Missing());
        assertThat(why(files.get("dir"))).contains("is a directory");
        assertThat(why(files.get("binary"))).contains("is not UTF-8 text");
        assertThat(why(files.get("large"))).contains("it has 101 bytes, the limit is 100 bytes");
        assertThat(why(files.get("more"))).contains("with its 99 bytes the outputs of this step have more than 100");
    }

    private static String why(OutputFile file) {
        return file instanceof OutputFile.Unreadable unreadable ? unreadable.why() : file.toString();
    }

    /** OUT-05 */
    @Test
    void standardOutputIsCapturedAndStillFlows() throws Exception {
        Ended ended = run(postingPlan(9).withCaptureResult(true), "sh", "-c", "seq 100000; echo err >&2");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.stdout()).startsWith("1\n2\n").endsWith("\n100000\n");
        assertThat(ended.stderr()).isEqualTo("err\n");
        assertThat(ended.report()).isEqualTo(AgentReport.elsewhere(0));
        String result = posted().result();
        assertThat(result).hasSize(256 << 10).endsWith("\n99999\n100000\n");
        assertThat(ended.stdout()).endsWith(result);
    }

    /** OUT-05: the log has it too */
    @Test
    void aResultThatCannotBePostedIsLeftToTheLog() throws Exception {
        AgentPlan plan = plan().withCaptureResult(true).withParameters(List.of(parameter("small")));

        Ended ended = run(plan, "sh", "-c", "echo 1 > " + in("small") + "; head -c 9000 /dev/urandom | base64");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.report().resultInLog()).isTrue();
        assertThat(ended.report().result()).isNull();
        assertThat(ended.report().failure()).isNull();
        assertThat(ended.report().parameters()).containsEntry("small", new OutputFile.Found("1\n"));
    }

    /** OUT-05 */
    @Test
    void aResultThatIsTooLargeForTheControllerIsLeftToTheLogAndTheRestIsPosted() throws Exception {
        site.refuses("/handover/ns/pod", 413, "too large");
        AgentPlan plan = postingPlan(9).withCaptureResult(true).withParameters(List.of(parameter("large")));

        Ended ended = run(plan, "sh", "-c", "head -c 9000 /dev/urandom | base64 | tee " + in("large"));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.report()).isEqualTo(AgentReport.elsewhere(0));
        assertThat(posted().resultInLog()).isTrue();
        assertThat(posted().result()).isNull();
        assertThat(posted().parameters()).containsEntry("large", new OutputFile.Found(ended.stdout()));
    }

    private AgentReport posted() throws Exception {
        return AgentReport.decode(new String(site.got("/handover/ns/pod"), StandardCharsets.UTF_8))
                .orElseThrow();
    }

    /** ART-11, ART-14 */
    @Test
    void inputsAreThereBeforeTheCommand() throws Exception {
        site.has("/file", "from the web");
        Artifact raw = Artifact.builder()
                .name("raw")
                .path(in("deep/down/raw.sh"))
                .raw(new RawArtifact("#!/bin/sh\necho raw runs\n"))
                .mode(0755)
                .build();
        Artifact optional = at("absent", "/absent").optional(true).build();

        Ended ended = run(
                plan().withArtifacts(List.of(raw, at("web", "/file").build(), optional), List.of(), null),
                "sh",
                "-c",
                in("deep/down/raw.sh") + "; cat " + in("web") + "; test ! -e " + in("absent"));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.stdout()).isEqualTo("raw runs\nfrom the web");
    }

    /** For a container that starts later: nothing is said when all is well. */
    @Test
    void inputsAloneArePutInPlaceForOthers() throws Exception {
        site.has("/file", "from the web");
        AgentPlan plan = plan().withArtifacts(List.of(at("web", "/file").build()), List.of(), null);

        Ended ended = await(startAgent(plan.encode(), List.of("stage")));

        assertThat(ended.exitCode()).as(ended.stderr()).isZero();
        assertThat(ended.terminationMessage()).isEmpty();
        assertThat(Files.readString(directory.resolve("web"))).isEqualTo("from the web");
    }

    @Test
    void anInputThatIsNotThereFailsWhatOnlyPutsInputsInPlace() throws Exception {
        AgentPlan plan = plan().withArtifacts(List.of(at("web", "/absent").build()), List.of(), null);

        Ended ended = await(startAgent(plan.encode(), List.of("stage")));

        assertThat(ended.exitCode()).isEqualTo(65);
        assertThat(ended.report().failure())
                .satisfies(
                        f -> assertThat(f.kind()).isEqualTo(Kind.INPUT_MISSING),
                        f -> assertThat(f.message()).startsWith("artifact 'web' cannot be loaded"));
    }

    /** ART-01, ART-02, ART-03 */
    @Test
    void anArtifactGoesOutPackedAndComesInUnpacked() throws Exception {
        Ended out = run(
                plan().withArtifacts(List.of(), List.of(at("tree", "/tree.tgz").build()), null),
                "sh",
                "-c",
                "mkdir -p " + in("tree/sub") + "; echo leaf > " + in("tree/sub/leaf"));

        assertThat(out.report().artifacts()).containsExactly(Map.entry("tree", new Saving.Saved()));
        assertThat(entries(site.got("/tree.tgz"))).containsExactly("tree/", "tree/sub/", "tree/sub/leaf");
        Artifact again = at("again", "/tree.tgz").build();
        assertThat(run(plan().withArtifacts(List.of(again), List.of(), null), "cat", in("again/sub/leaf"))
                        .stdout())
                .isEqualTo("leaf\n");
    }

    private static List<String> entries(byte[] packed) throws Exception {
        List<String> names = new ArrayList<>();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    /** ART-05: what is missing is for the engine to judge. OUT-15 */
    @Test
    void oneArtifactThatCannotBeStoredDoesNotKeepTheOthersFromIt() throws Exception {
        site.refuses("/b", 403, "");
        ArchiveStrategy none = new ArchiveStrategy(new NoneStrategy(), null, null);
        List<Artifact> outputs = List.of(
                at("b", "/b").archive(none).build(),
                at("c", "/c").archive(none).build(),
                at("missing", "/m").build());

        Ended ended = run(
                plan().withArtifacts(List.of(), outputs, null),
                "sh",
                "-c",
                "echo b > " + in("b") + "; echo c > " + in("c"));

        assertThat(ended.exitCode()).as("the command itself has succeeded").isEqualTo(64);
        assertThat(ended.report().exitCode()).isZero();
        assertThat(ended.report().artifacts())
                .containsEntry("c", new Saving.Saved())
                .containsEntry("missing", new Saving.Missing());
        assertThat(ended.report().artifacts().get("b"))
                .isInstanceOfSatisfying(
                        Saving.Unsaved.class,
                        unsaved -> assertThat(unsaved.why()).contains("artifact 'b' cannot be saved", "403"));
        assertThat(ended.stderr()).contains("artifact 'b' cannot be saved");
        assertThat(site.got("/c")).asString().isEqualTo("c\n");
    }

    /** ART-06 */
    @Test
    void logsAreArchivedAsTheyAppeared() throws Exception {
        Artifact logs = at("main-logs", "/main.log").path(null).build();

        Ended ended = run(
                plan().withArtifacts(List.of(), List.of(), logs),
                "sh",
                "-c",
                "echo one; sleep 0.2; echo two >&2; sleep 0.2; echo three; exit 4");

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.stdout()).isEqualTo("one\nthree\n");
        assertThat(ended.stderr()).isEqualTo("two\n");
        assertThat(ended.report().artifacts()).containsExactly(Map.entry("main-logs", new Saving.Saved()));
        assertThat(site.got("/main.log")).asString().isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void aSilentCommandHasAnEmptyLog() throws Exception {
        Artifact logs = at("main-logs", "/main.log").path(null).build();

        assertThat(run(plan().withArtifacts(List.of(), List.of(), logs), "true").exitCode())
                .isZero();
        assertThat(site.got("/main.log")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/absent, INPUT_MISSING, there is nothing at", "/forbidden, INPUT_UNAVAILABLE, status 403"})
    void anInputThatCannotBeHadIsNamed(String path, Kind kind, String why) throws Exception {
        site.refuses("/forbidden", 403, "");

        Ended ended =
                run(plan().withArtifacts(List.of(at("data", path).build()), List.of(), null), "sh", "-c", "echo ran");

        assertThat(ended.exitCode()).isEqualTo(65);
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.report().exitCode()).isNull();
        assertThat(ended.report().failure()).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).contains("artifact 'data' cannot be loaded: ", why);
        });
    }

    @Test
    void anInputThatIsNoArchiveAndOneWithoutRoomAreTheUsers() throws Exception {
        site.has("/zip", "no zip");
        ArchiveStrategy zip = new ArchiveStrategy(null, null, new dev.skiff.model.ZipStrategy());
        Artifact broken = at("broken", "/zip").archive(zip).build();
        Artifact nowhere = at("nowhere", "/zip").path("/proc/nowhere/file").build();

        assertThat(run(plan().withArtifacts(List.of(broken), List.of(), null), "true")
                        .report()
                        .failure())
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.INPUT_UNUSABLE);
                    assertThat(failure.message()).contains("'broken'", "zip archive");
                });
        assertThat(run(plan().withArtifacts(List.of(nowhere), List.of(), null), "true")
                        .report()
                        .failure())
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.INPUT_UNUSABLE);
                    assertThat(failure.message()).contains("/proc/nowhere");
                });
    }

    @Test
    void gitHasToBeInTheImage() throws Exception {
        environment.put("PATH", directory.toString());
        Artifact source = Artifact.builder()
                .name("source")
                .path(in("source"))
                .git(new GitArtifact(
                        null, null, null, null, null, null, null, "https://localhost/r.git", null, null, null, null))
                .build();

        Ended ended = run(plan().withArtifacts(List.of(source), List.of(), null), "/bin/true");

        assertThat(ended.exitCode()).isEqualTo(65);
        assertThat(ended.report().failure())
                .satisfies(failure -> assertThat(failure.message()).contains("need the program git"));
    }

    @Test
    void secretsComeFromVariablesThatTheCommandDoesNotSee() throws Exception {
        site.has("/file", "secret file");
        environment.put("SKIFF_AGENT_SECRET_0", "me\n");
        environment.put("SKIFF_AGENT_SECRET_1", "word");
        HTTPAuth auth = new HTTPAuth(
                new BasicAuth(
                        new SecretKeySelector("password", "login", null), new SecretKeySelector("user", "login", null)),
                null,
                null);
        Artifact file = Artifact.builder()
                .name("file")
                .path(in("file"))
                .http(new HTTPArtifact(auth, List.of(), null, site.url("/file")))
                .build();

        Ended ended = run(plan().withArtifacts(List.of(file), List.of(), null), "env");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.stdout()).doesNotContain("SKIFF_AGENT").doesNotContain("word");
        assertThat(site.authorizations).containsExactly("Basic bWU6d29yZA==");
    }

    /** Numbers that no compression makes fit into a termination message. */
    private static final String NOISE = "head -c 60000 /dev/urandom | od -An -x > ";

    @Test
    void aLargeReportIsPostedUntilItArrives() throws Exception {
        site.refuses("/handover/ns/pod", 503, "not yet").refuses("/handover/ns/pod", 404, "");

        Ended ended = run(postingPlan(60).withParameters(List.of(parameter("noise"))), "sh", "-c", NOISE + in("noise"));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.report()).isEqualTo(AgentReport.elsewhere(0));
        assertThat(site.authorizations).containsOnly("Bearer one-time").hasSize(3);
        assertThat(posted().parameters())
                .containsExactly(
                        Map.entry("noise", new OutputFile.Found(Files.readString(directory.resolve("noise")))));
    }

    @Test
    void aReportThatTheControllerFindsTooLargeIsTheEnd() throws Exception {
        site.refuses("/handover/ns/pod", 413, "the limit is 245760 bytes");

        Ended ended = run(postingPlan(60).withParameters(List.of(parameter("noise"))), "sh", "-c", NOISE + in("noise"));

        assertThat(ended.exitCode()).isEqualTo(64);
        assertThat(ended.report().exitCode()).isZero();
        assertThat(ended.report().failure()).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.OUTPUTS_TOO_LARGE);
            assertThat(failure.message()).contains("the limit is 245760 bytes", "artifact");
        });
        assertThat(site.authorizations).hasSize(1);
        assertThat(ended.terminationMessage()).hasSizeLessThan(3500).doesNotContain("one-time");
    }

    @Test
    void aLargeReportWithoutAnAddressSaysSo() throws Exception {
        Ended ended = run(plan().withParameters(List.of(parameter("noise"))), "sh", "-c", NOISE + in("noise"));

        assertThat(ended.exitCode()).isEqualTo(64);
        assertThat(ended.report().failure()).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.OUTPUTS_TOO_LARGE);
            assertThat(failure.message()).contains("no address that pods reach");
        });
    }

    @Test
    void theCommandsOwnFailureIsNotHiddenByAControllerThatIsAway() throws Exception {
        String away = site.url("/");
        site.close();
        AgentPlan plan = AgentPlan.of(
                        "main", new AgentPlan.Reporting(terminationLog().toString(), 3500, away, "one-time", 1))
                .withParameters(List.of(parameter("noise")));

        Ended ended = run(plan, "sh", "-c", NOISE + in("noise") + "; exit 6");

        assertThat(ended.exitCode()).isEqualTo(6);
        assertThat(ended.report().exitCode()).isEqualTo(6);
        assertThat(ended.report().failure()).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.REPORT);
            assertThat(failure.message()).contains("did not reach the controller in 1 seconds");
        });
    }
}
