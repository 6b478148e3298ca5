package dev.skiff.agent;

import dev.skiff.handover.AgentPlan.Reporting;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Kind;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Hands the report over: in the termination message when it fits, else to the controller. */
final class Delivery {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 30_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** How much of a failure's message is kept, in characters, so that it always fits. */
    private static final int FAILURE = 1_000;

    private final Reporting reporting;

    Delivery(Reporting reporting) {
        this.reporting = reporting;
    }

    /**
     * A result for which there is no room is left out, since the log of the container has it too.
     *
     * @return what could not be handed over, as a sentence; empty when all has been
     */
    String deliver(AgentReport report) throws InterruptedException {
        try {
            return hand(report);
        } catch (Refused e) {
            boolean smaller =
                    report.result() != null && (e.kind == Kind.OUTPUTS_TOO_LARGE || fits(report.withoutResult()));
            return smaller ? deliver(report.withoutResult()) : failed(report, e);
        }
    }

    private String hand(AgentReport report) throws Refused, InterruptedException {
        String text = report.encode();
        if (fits(text)) {
            return leave(text);
        }
        post(text);
        return leave(AgentReport.elsewhere(report.exitCode()).encode());
    }

    private String failed(AgentReport report, Refused refused) {
        String why = String.valueOf(refused.getMessage());
        String trouble = leave(brief(report, refused.kind, why).encode());
        return trouble.isEmpty() ? why : why + "; " + trouble;
    }

    /** Only that the agent failed; fits always. */
    private static AgentReport brief(AgentReport report, Kind kind, String why) {
        var failure = report.failure();
        String message = failure == null ? why : failure.message() + "; " + why;
        return report.failing(
                failure == null ? kind : failure.kind(),
                message.length() > FAILURE ? message.substring(0, FAILURE) + "…" : message);
    }

    private boolean fits(AgentReport report) {
        return fits(report.encode());
    }

    private boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= reporting.inlineLimit();
    }

    private String leave(String text) {
        try {
            Files.writeString(Path.of(reporting.terminationLog()), text);
            return "";
        } catch (IOException e) {
            return "the termination message cannot be written: " + Words.of(e);
        }
    }

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final Kind kind;

        Refused(Kind kind, String message) {
            super(message);
            this.kind = kind;
        }
    }

    private void post(String text) throws Refused, InterruptedException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (reporting.url().isEmpty()) {
            throw new Refused(
                    Kind.OUTPUTS_TOO_LARGE,
                    "what this step hands over has %d bytes, compressed; a pod's termination message takes %d, and this run has no address that pods reach: write large data as an artifact, or let the controller in the cluster run the workflow"
                            .formatted(body.length, reporting.inlineLimit()));
        }
        long deadline = System.nanoTime()
                + Duration.ofSeconds(reporting.patienceSeconds()).toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            String trouble = once(body);
            if (trouble.isEmpty()) {
                return;
            }
            if (System.nanoTime() + pause.toNanos() > deadline) {
                throw new Refused(
                        Kind.REPORT,
                        "what this step hands over did not reach the controller in %d seconds: %s"
                                .formatted(reporting.patienceSeconds(), trouble));
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** @return why it has to be tried again; empty when it need not */
    private String once(byte[] body) throws Refused {
        HttpURLConnection connection;
        try {
            if (!(URI.create(reporting.url()).toURL().openConnection(Proxy.NO_PROXY)
                    instanceof HttpURLConnection http)) {
                throw new Refused(Kind.REPORT, "the controller's address is none of HTTP: " + reporting.url());
            }
            connection = http;
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw new Refused(Kind.REPORT, "the controller's address is no URL: " + reporting.url());
        } catch (IOException e) {
            return Words.of(e);
        }
        try {
            connection.setRequestMethod("POST");
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setDoOutput(true);
            connection.setRequestProperty("Authorization", "Bearer " + reporting.token());
            connection.setRequestProperty("Content-Type", "text/plain; charset=utf-8");
            connection.setFixedLengthStreamingMode(body.length);
            try (var out = connection.getOutputStream()) {
                out.write(body);
            }
            return judge(connection, body.length);
        } catch (IOException e) {
            return Words.of(e);
        } finally {
            connection.disconnect();
        }
    }

    private static String judge(HttpURLConnection connection, int size) throws IOException, Refused {
        int status = connection.getResponseCode();
        return switch (status) {
            case 200, 201, 202, 204 -> "";
            case 413 ->
                throw new Refused(
                        Kind.OUTPUTS_TOO_LARGE,
                        "what this step hands over has %d bytes, compressed, and is too large for the controller%s"
                                        .formatted(size, said(connection))
                                + "; write large data as an artifact");
            case 400, 401, 403, 405, 409, 410 ->
                throw new Refused(
                        Kind.REPORT,
                        "the controller refused what this step hands over with status %d%s"
                                .formatted(status, said(connection)));
            default -> "it answered with status " + status;
        };
    }

    /** The first of what the controller says, which may name its limit. */
    private static String said(HttpURLConnection connection) throws IOException {
        try (var in = connection.getErrorStream()) {
            String words = in == null ? "" : new String(in.readNBytes(300), StandardCharsets.UTF_8).strip();
            return words.isEmpty() ? "" : " (" + words + ")";
        }
    }
}
