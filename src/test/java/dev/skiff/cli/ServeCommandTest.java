package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code skiff serve} refuses; what it does is in {@code ServeOnClusterIT}. */
class ServeCommandTest {

    @TempDir
    Path directory;

    @Test
    void aClusterHasItsOwnObjects() {
        var outcome = InProcess.in(directory).run("serve", "--on", "kubernetes", "--allow-host-path");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--allow-host-path are for --on docker");
    }

    @Test
    void whatRunsMayReferToIsReadBeforeAnythingIsServed() {
        var outcome = InProcess.in(directory).run("serve", "--on", "docker", "--manifest", "nowhere.yaml");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("nowhere.yaml");
    }

    private String refusal(String... options) {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(options));
        var outcome = InProcess.in(directory).run(all.toArray(String[]::new));
        assertThat(outcome.exitCode()).isEqualTo(2);
        return outcome.err();
    }

    @Test
    void whoAsksIsFoundOutInWaysThatThereAre() {
        assertThat(refusal("--on", "kubernetes", "--auth-mode", "sso"))
                .contains("no page here to sign in at", "--auth-mode oidc");
        assertThat(refusal("--on", "kubernetes", "--auth-mode", "client,nobody"))
                .contains("client, server or oidc");
        assertThat(refusal("--on", "docker", "--auth-mode", "client")).contains("for --on kubernetes");
        assertThat(refusal("--on", "docker", "--auth-mode", "server")).contains("for --on kubernetes");
        assertThat(refusal("--on", "kubernetes", "--auth-mode", "oidc"))
                .contains("needs --oidc-issuer-url and --oidc-client-id");
        assertThat(refusal("--on", "kubernetes", "--oidc-issuer-url", "https://id.example.org"))
                .contains("--auth-mode oidc, which is not given");
        String[] oidc = {"--on", "kubernetes", "--auth-mode", "oidc", "--oidc-client-id", "skiff", "--oidc-issuer-url"};
        assertThat(refusal(with(oidc, "http://id.example.org"))).contains("no https URL");
        assertThat(refusal(with(oidc, "https://id.example.org", "--oidc-signing-algs", "RS256,HS256")))
                .contains("cannot be signed by HS256");
        assertThat(refusal(with(oidc, "https://id.example.org", "--oidc-groups-prefix", "system:")))
                .contains("would let the issuer name them");
        assertThat(refusal(with(oidc, "https://id.example.org", "--oidc-clock-skew", "1h")))
                .contains("5 minutes");
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void withoutAClusterItSaysSo() {
        var outcome = InProcess.in(directory).run("serve", "--on", "kubernetes");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("there is no cluster to speak to");
    }
}
