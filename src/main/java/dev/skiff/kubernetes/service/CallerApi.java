package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.client.ActingAs;
import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.Incoming;
import dev.skiff.kubernetes.client.IncomingLines;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.service.ServiceException;

/** The API server as one caller meets it: every call is made with that one's identity. */
final class CallerApi {
    /** No object is larger than what etcd takes, about 1.5 MiB. */
    private static final int LONGEST_LINE = 32 * 1024 * 1024;

    private static final int TRIES = 3;
    private static final long PAUSE_MS = 150;
    /** Who has waited so long is not to wait for another try. */
    private static final long PATIENCE_MS = 5_000;

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
        int tries = call.method().equals("GET") ? TRIES : 1;
        long begin = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return api.await(call.by(as));
            } catch (KubeProblem e) {
                boolean late = System.nanoTime() - begin > PATIENCE_MS * 1_000_000;
                if (attempt >= tries || late || !e.isTransient() || e.status() == 429) {
                    throw Refusals.of(e);
                }
            }
            Thread.sleep(PAUSE_MS * attempt);
        }
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

    /** What it acts with is nobody's business. */
    @Override
    public String toString() {
        return "CallerApi";
    }
}
