package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;

/** Errors in the shape of Argo Server's gateway: {@code code} of gRPC and {@code message}, and beside them all {@code problems}. */
final class Errors {
    private static final System.Logger LOG = System.getLogger("dev.skiff.api");

    private Errors() {}

    static ObjectNode body(ServiceException e) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("code", code(e.why()));
        body.put("message", String.valueOf(e.getMessage()));
        body.put("error", String.valueOf(e.getMessage()));
        if (!e.details().isEmpty()) {
            ArrayNode problems = body.putArray("problems");
            e.details().forEach(problems::add);
        }
        return body;
    }

    /** What any failure is for the one who asked: what is no refusal is a fault of ours, which is in the log and not in the answer. */
    static ServiceException refusal(Throwable failure, String operation) {
        if (failure instanceof ServiceException refusal) {
            if (refusal.why() == Why.INTERNAL) {
                LOG.log(System.Logger.Level.ERROR, operation + ": " + refusal.getMessage(), refusal);
            }
            return refusal;
        }
        LOG.log(System.Logger.Level.ERROR, operation + " failed", failure);
        return new ServiceException(Why.INTERNAL, "the server failed; its log says why");
    }

    /** google.golang.org/grpc/codes. */
    private static int code(Why why) {
        return switch (why) {
            case INVALID -> 3;
            case UNAUTHENTICATED -> 16;
            case FORBIDDEN -> 7;
            case NOT_FOUND -> 5;
            case ALREADY_EXISTS -> 6;
            case CONFLICT -> 10;
            case GONE -> 11;
            case TOO_LARGE, TOO_MANY_REQUESTS -> 8;
            case INTERNAL -> 13;
            case NOT_IMPLEMENTED -> 12;
            case UNAVAILABLE -> 14;
        };
    }
}
