package dev.skiff.kubernetes.service;

import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.MissingRight;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;

/** What the API server refuses, for whoever asked. */
final class Refusals {
    private Refusals() {}

    static ServiceException of(KubeProblem problem) {
        Why why = why(problem);
        String said = problem.said();
        String message =
                switch (why) {
                    case FORBIDDEN ->
                        MissingRight.of(problem).map(MissingRight::sentence).orElse(said);
                    case UNAUTHENTICATED ->
                        "the cluster does not accept this bearer token: it is wrong or has expired (" + said + ")";
                    default -> said;
                };
        return new ServiceException(why, message, problem);
    }

    private static Why why(KubeProblem problem) {
        int status = problem.status();
        if (problem.isAlreadyExists()) {
            return Why.ALREADY_EXISTS;
        }
        if (status == 409) {
            return Why.CONFLICT;
        }
        if (status == 413 || problem.said().contains("etcdserver: request is too large")) {
            return Why.TOO_LARGE;
        }
        return status == 0 || status >= 500 ? Why.UNAVAILABLE : Why.of(status);
    }
}
