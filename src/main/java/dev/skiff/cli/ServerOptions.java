package dev.skiff.cli;

import dev.skiff.port.service.ServerAccess;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server of workflows is spoken to; the options and the variables are those of {@code argo} (features.md section 6). */
final class ServerOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server that has the workflows: skiff serve, or Argo's. SKIFF_SERVER says the same.")
    String url = "";

    @Option(
            names = {"-s", "--argo-server"},
            paramLabel = "HOST:PORT",
            description = "The same by host and port, with TLS; ARGO_SERVER, ARGO_SECURE, ARGO_BASE_HREF as for argo.")
    String argoServer = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Who asks. Else SKIFF_TOKEN, what your own server on this machine has told, ARGO_TOKEN.")
    String token = "";

    @Option(
            names = {"-k", "--insecure-skip-verify", "--insecure-skip-tls-verify"},
            description = "Take any certificate of the server; ARGO_INSECURE_SKIP_VERIFY.")
    boolean insecure;

    @Option(
            names = "--certificate-authority",
            paramLabel = "FILE",
            description = "PEM of the authorities whose certificates are taken.")
    @Nullable
    Path authorities;

    @Option(
            names = {"-e", "--secure"},
            arity = "0..1",
            fallbackValue = "true",
            hidden = true,
            description = "Whether -s has TLS.")
    @Nullable
    Boolean secure;

    @Option(names = "--argo-base-href", hidden = true, description = "The path that the API of -s is below.")
    String baseHref = "";

    @Option(names = "--argo-http1", hidden = true, description = "What is done in any case.")
    boolean http1;

    @Option(
            names = {"-H", "--header"},
            hidden = true,
            description = "A further header of requests, 'Name: value'.")
    List<String> headers = List.of();

    @Option(names = "--request-timeout", hidden = true, description = "For an answer to begin, such as 30s.")
    @Nullable
    String timeout;

    boolean isGiven() {
        return !url.isEmpty() || !argoServer.isEmpty();
    }

    /** Null when no server is named, neither by an option nor by the environment. */
    @Nullable
    ServerAccess access(CommandContext context) {
        Map<String, String> environment = context.environment();
        URI server = server(environment);
        if (server == null) {
            return null;
        }
        boolean any = insecure || isTrue(environment.getOrDefault("ARGO_INSECURE_SKIP_VERIFY", ""));
        Duration patience =
                timeout == null ? ServerAccess.TIMEOUT : Spans.parse(timeout, "--request-timeout", this::wrong);
        Supplier<String> renewed = () -> known(context, server);
        return new ServerAccess(
                server,
                said(context).orElseGet(renewed),
                said(context).isPresent() ? null : renewed,
                any,
                authorities,
                headers,
                patience.isZero() ? ServerAccess.TIMEOUT : patience);
    }

    private @Nullable URI server(Map<String, String> environment) {
        if (!url.isEmpty()) {
            return url(url, "--server");
        }
        if (!argoServer.isEmpty()) {
            return argo(argoServer, environment, "-s");
        }
        String ours = environment.getOrDefault("SKIFF_SERVER", "");
        if (!ours.isEmpty()) {
            return url(ours, "SKIFF_SERVER");
        }
        String argo = environment.getOrDefault("ARGO_SERVER", "");
        return argo.isEmpty() ? null : argo(argo, environment, "ARGO_SERVER");
    }

    private URI argo(String hostAndPort, Map<String, String> environment, String from) {
        if (hostAndPort.contains("://")) {
            return url(hostAndPort, from);
        }
        String said = environment.getOrDefault("ARGO_SECURE", "");
        boolean tls = secure != null ? secure : said.isEmpty() || isTrue(said);
        String below = baseHref.isEmpty() ? environment.getOrDefault("ARGO_BASE_HREF", "") : baseHref;
        String path = below.replaceAll("^/+|/+$", "");
        return url((tls ? "https://" : "http://") + hostAndPort + (path.isEmpty() ? "" : "/" + path), from);
    }

    private URI url(String text, String from) {
        URI uri;
        try {
            uri = new URI(text.replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw wrong(from + ": '" + text + "' is no URL: " + e.getReason());
        }
        if (!List.of("http", "https").contains(String.valueOf(uri.getScheme()).toLowerCase(java.util.Locale.ROOT))
                || uri.getHost() == null
                || uri.getRawQuery() != null
                || uri.getUserInfo() != null) {
            throw wrong(from + " is such as http://127.0.0.1:2746 or https://argo.example.org/path");
        }
        return uri;
    }

    /** What the user says who asks. */
    private Optional<String> said(CommandContext context) {
        return Optional.of(token.isEmpty() ? context.environment().getOrDefault("SKIFF_TOKEN", "") : token)
                .filter(text -> !text.isEmpty());
    }

    /** What the user's own server has told, which has another token after each start. */
    private static String known(CommandContext context, URI server) {
        String loopback = server.toString().replaceFirst("//localhost(?=[:/]|$)", "//127.0.0.1");
        return context.knownServers()
                .token(loopback)
                .orElseGet(() -> context.environment().getOrDefault("ARGO_TOKEN", ""));
    }

    private static boolean isTrue(String text) {
        return List.of("true", "1", "t", "yes").contains(text.toLowerCase(java.util.Locale.ROOT));
    }

    ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
