package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.model.ArgoObject;
import dev.skiff.port.service.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks the API server, as the caller, what the caller may do: for what this server gets with a password of its own, which no right of the
 * caller's would stop. An answer holds for some seconds; whom it is about is remembered as a digest.
 */
final class AccessReviews {
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    private record Question(String who, String verb, String namespace, String name) {}

    private record Known(boolean allowed, Instant until) {}

    private final InstantSource clock;
    private final Map<Question, Known> answers = new LinkedHashMap<>();

    AccessReviews(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Whether the caller may do this with workflows.
     *
     * @param namespace empty for all together
     * @param name empty for all
     * @throws dev.skiff.port.service.ServiceException UNAUTHENTICATED when the API server does not know the caller
     */
    boolean mayI(CallerApi api, String verb, String namespace, String name) throws InterruptedException {
        Question question = new Question(api.digest(), verb, namespace, name);
        Instant now = clock.instant();
        synchronized (answers) {
            Known known = answers.get(question);
            if (known != null && known.until().isAfter(now)) {
                return known.allowed();
            }
        }
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        ObjectNode wanted = review.putObject("spec").putObject("resourceAttributes");
        wanted.put("group", ArgoObject.API_VERSION.replaceFirst("/.*", ""))
                .put("resource", ResourceKind.WORKFLOW.plural())
                .put("verb", verb);
        new HashMap<>(Map.of("namespace", namespace, "name", name)).forEach((field, value) -> {
            if (!value.isEmpty()) {
                wanted.put(field, value);
            }
        });
        JsonNode answer = api.json(Call.post(REVIEWS, review)).path("status");
        boolean allowed = answer.path("allowed").asBoolean(false);
        synchronized (answers) {
            answers.remove(question);
            answers.put(question, new Known(allowed, now.plus(KEPT)));
            forgetSome(now);
        }
        return allowed;
    }

    /** The oldest are first. */
    private void forgetSome(Instant now) {
        var oldest = answers.values().iterator();
        while (oldest.hasNext()) {
            Known known = oldest.next();
            if (answers.size() <= MOST && known.until().isAfter(now)) {
                return;
            }
            oldest.remove();
        }
    }
}
