package dev.skiff.cli;

import dev.skiff.port.service.WebServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the HTTP API of {@code skiff serve} listens, and who may ask. */
final class ListenOptions {
    /** As Argo's server. */
    private static final int PORT = 2746;

    private static final int TOKEN_BYTES = 24;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Of the HTTP API, 2746 by default; 0 for any that is free.")
    int port = PORT;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "What the API listens on: 127.0.0.1 by default, in a cluster 0.0.0.0.")
    @Nullable
    String address;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "PEM, the server's first; with --tls-key the API speaks HTTPS.")
    @Nullable
    Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM of the certificate's private key.")
    @Nullable
    Path key;

    @Option(
            names = "--access-control-allow-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Pages of other hosts that may ask, such as https://ui.example.org; none by default.")
    List<String> origins = List.of();

    /** @param judged whether the service itself judges who asks; else a token does, {@code SKIFF_TOKEN} or a new one */
    WebServer.Settings settings(CommandContext context, boolean judged, boolean inCluster) {
        if ((certificate == null) != (key == null)) {
            throw new UserError("--tls-certificate and --tls-key belong together: give both");
        }
        String host = address != null ? address : inCluster ? "0.0.0.0" : "127.0.0.1";
        WebServer.Certificate tls =
                certificate == null || key == null ? null : new WebServer.Certificate(certificate, key);
        return new WebServer.Settings(
                host, port, judged ? "" : token(context), tls, origins, WebServer.Settings.LARGEST_BODY);
    }

    private static String token(CommandContext context) {
        String given = context.environment().getOrDefault("SKIFF_TOKEN", "");
        if (!given.isEmpty()) {
            return given;
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
