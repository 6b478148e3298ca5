package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.client.ActingAs;
import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.Incoming;
import dev.skiff.kubernetes.client.IncomingBytes;
import dev.skiff.kubernetes.client.IncomingLines;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.Sha256;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Shape;
import dev.skiff.port.service.ShapedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** The API server as one caller meets it: every call is made with that one's identity. */
final class CallerApi {
    /** No object is larger than what etcd takes, about 1.5 MiB. */
    private static final int LONGEST_LINE = 32 * 1024 * 1024;

    private static final int TRIES = 3;
    private static final long PAUSE_MS = 150;
    /** Who has waited so long is not to wait for another try. */
    private static final long PATIENCE_MS = 5_000;

    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final KubeApi api;
    private final ActingAs as;

    /** @param api with nothing to show itself when {@code as} is a bearer; see {@link Callers} */
    CallerApi(KubeApi api, ActingAs as) {
        this.api = api;
        this.as = as;
    }

    /**
     * Makes a call. One that only reads is made again when there was no answer.
     *
     * @throws ServiceException when it is refused
     */
    Answer send(Call call) throws InterruptedException {
        return tried(call.method().equals("GET") ? TRIES : 1, () -> api.await(call.by(as)));
    }

    private interface Work<T> {
        T done() throws InterruptedException;
    }

    private static <T> T tried(int tries, Work<T> work) throws InterruptedException {
        long begin = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return work.done();
            } catch (KubeProblem e) {
                boolean late = System.nanoTime() - begin > PATIENCE_MS * 1_000_000;
                if (attempt >= tries || late || !e.isTransient() || e.status() == 429) {
                    throw Refusals.of(e);
                }
            }
            Thread.sleep(PAUSE_MS * attempt);
        }
    }

    /** Takes an answer as it comes. */
    interface Reading<T> {
        T of(JsonParser parser) throws IOException;
    }

    /**
     * Reads an answer without keeping it. When it breaks off it is asked for again.
     *
     * @param reading begins before the first token
     * @throws ServiceException when it is refused, or is no JSON
     */
    <T> T parsed(Call call, Reading<T> reading) throws InterruptedException {
        return tried(TRIES, () -> {
            try (InputStream in = new IncomingBytes(read(call), SILENCE);
                    JsonParser parser = ShapedReader.parser(in)) {
                return reading.of(parser);
            } catch (InterruptedIOException e) {
                throw (InterruptedException) new InterruptedException("interrupted while reading").initCause(e);
            } catch (IOException e) {
                throw new KubeProblem(200, "NotJson", "the answer is no JSON: " + e.getMessage(), e);
            }
        });
    }

    /** What is wanted of an object. */
    JsonNode shaped(Call call, Shape shape) throws InterruptedException {
        return parsed(call, parser -> {
            parser.nextToken();
            return ShapedReader.value(parser, shape);
        });
    }

    JsonNode json(Call call) throws InterruptedException {
        Answer answer = send(call);
        try {
            return answer.json();
        } catch (KubeProblem e) {
            throw Refusals.of(e);
        }
    }

    /** Fails when it is read, with a {@link KubeProblem}. */
    Incoming read(Call call) {
        return api.read(call.by(as));
    }

    IncomingLines lines(Call call) {
        return new IncomingLines(read(call), LONGEST_LINE);
    }

    /** Tells callers apart, and nothing of them. */
    String digest() {
        String who =
                switch (as) {
                    case ActingAs.Itself itself -> "";
                    case ActingAs.Bearer bearer -> "bearer " + bearer.token();
                    case ActingAs.User user -> "user " + user.name() + "\n" + String.join("\n", user.groups());
                };
        return Sha256.hex(who);
    }

    /** What it acts with is nobody's business. */
    @Override
    public String toString() {
        return "CallerApi";
    }
}
