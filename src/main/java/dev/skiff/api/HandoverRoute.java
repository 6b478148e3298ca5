package dev.skiff.api;

import dev.skiff.port.Handovers;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * {@code POST /handover/NAMESPACE/POD}: an agent's report that is too large for a termination message. The token of the pod's own plan says
 * that it is that pod; the size is bounded before anything is read of it.
 */
@Singleton
final class HandoverRoute {
    /** More than any report that is taken, so that one a little too large hears how large it may be. */
    private static final long LARGEST_BODY = 1 << 20;

    private static final String BEARER = "Bearer ";

    private final Handovers handovers;

    @Inject
    HandoverRoute(Handovers handovers) {
        this.handovers = handovers;
    }

    void add(@Observes Router router) {
        router.post("/handover/:namespace/:pod")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(this::take);
    }

    private void take(RoutingContext request) {
        String authorization = request.request().getHeader("Authorization");
        byte[] body = request.body() == null || request.body().buffer() == null
                ? new byte[0]
                : request.body().buffer().getBytes();
        if (authorization == null || !authorization.startsWith(BEARER)) {
            answer(request, new Handovers.Reply(401, "the pod's token is missing"));
            return;
        }
        String token = authorization.substring(BEARER.length());
        handovers
                .take(
                        Objects.requireNonNullElse(request.pathParam("namespace"), ""),
                        Objects.requireNonNullElse(request.pathParam("pod"), ""),
                        token,
                        body)
                .whenComplete((reply, failure) -> answer(
                        request,
                        failure == null
                                ? reply
                                : new Handovers.Reply(503, "the report cannot be kept now: try again")));
    }

    private static void answer(RoutingContext request, Handovers.Reply reply) {
        request.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(reply.message() + "\n");
    }
}
