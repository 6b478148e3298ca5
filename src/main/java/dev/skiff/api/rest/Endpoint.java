package dev.skiff.api.rest;

import java.util.List;

/**
 * One operation: what the server answers, and what its description says.
 *
 * @param path with {@code {name}} for its parts
 * @param operation its id, as Argo's description has it: {@code WorkflowService_ListWorkflows}
 * @param body the definition of its body; empty for none
 * @param answer the definition of its answer; of each object of a stream
 * @param open whether nobody has to say who asks
 */
record Endpoint(
        String method,
        String path,
        String operation,
        List<Param> query,
        String body,
        String answer,
        boolean streams,
        boolean open,
        Handler handler) {

    @FunctionalInterface
    interface Handler {
        Reply handle(ApiRequest request) throws InterruptedException;
    }

    Endpoint {
        query = List.copyOf(query);
    }

    static Endpoint get(String path, String operation, List<Param> query, String answer, Handler handler) {
        return new Endpoint("GET", path, operation, query, "", answer, false, false, handler);
    }

    static Endpoint stream(String path, String operation, List<Param> query, String answer, Handler handler) {
        return new Endpoint("GET", path, operation, query, "", answer, true, false, handler);
    }

    static Endpoint post(String path, String operation, String body, String answer, Handler handler) {
        return new Endpoint("POST", path, operation, List.of(), body, answer, false, false, handler);
    }

    static Endpoint put(String path, String operation, String body, String answer, Handler handler) {
        return new Endpoint("PUT", path, operation, List.of(), body, answer, false, false, handler);
    }

    static Endpoint delete(String path, String operation, List<Param> query, Handler handler) {
        return new Endpoint("DELETE", path, operation, query, "", "", false, false, handler);
    }

    Endpoint with(List<Param> parameters) {
        return new Endpoint(method, path, operation, parameters, body, answer, streams, open, handler);
    }

    /** The service that the operation belongs to: {@code WorkflowService}. */
    String service() {
        return operation.substring(0, Math.max(0, operation.indexOf('_')));
    }
}
