package dev.skiff.http;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.Bundle;
import dev.skiff.model.HTTP;
import dev.skiff.model.HTTPBodySource;
import dev.skiff.model.HTTPHeader;
import dev.skiff.model.HTTPHeaderSource;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskWork.Outcome;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One http template, and what comes of it. */
final class HttpTasks {
    private final String url;
    private @Nullable String method;
    private @Nullable String body;
    private @Nullable String bytes;
    private @Nullable String condition;
    private @Nullable Long timeout;
    private boolean skipVerify;
    private final List<HTTPHeader> headers = new ArrayList<>();

    private HttpTasks(String url) {
        this.url = url;
    }

    static HttpTasks to(String url) {
        return new HttpTasks(url);
    }

    HttpTasks method(String text) {
        method = text;
        return this;
    }

    HttpTasks body(String text) {
        body = text;
        return this;
    }

    HttpTasks bytes(String base64) {
        bytes = base64;
        return this;
    }

    HttpTasks header(String name, String value) {
        headers.add(new HTTPHeader(name, value, null));
        return this;
    }

    HttpTasks secretHeader(String name, String secret, String key) {
        headers.add(new HTTPHeader(name, null, new HTTPHeaderSource(new SecretKeySelector(key, secret, null))));
        return this;
    }

    HttpTasks successCondition(String text) {
        condition = text;
        return this;
    }

    HttpTasks timeoutSeconds(long seconds) {
        timeout = seconds;
        return this;
    }

    HttpTasks insecureSkipVerify() {
        skipVerify = true;
        return this;
    }

    Task task() {
        var source = bytes == null ? null : new HTTPBodySource(bytes);
        var http = new HTTP(body, source, headers, skipVerify ? true : null, method, condition, timeout, url);
        var template = Template.builder().name("call").http(http).build();
        return new Task(
                new Task.Id("run", "run-1", "run.a", "run-1"),
                Task.Kind.HTTP,
                () -> template,
                List::of,
                true,
                null,
                Task.Extras.NONE);
    }

    Outcome perform() {
        try (var work = new HttpWork()) {
            return work.perform(task(), context(), line -> {});
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The body of a request that succeeded. */
    String result() {
        var outcome = perform();
        if (outcome.verdict() != Verdict.SUCCEEDED) {
            throw new AssertionError(outcome.message());
        }
        return String.valueOf(outcome.results().stdout());
    }

    /** Why the request failed. */
    String message() {
        var outcome = perform();
        if (outcome.verdict() != Verdict.FAILED) {
            throw new AssertionError("it did not fail: " + outcome);
        }
        return outcome.message();
    }

    /** A run that was given a Secret {@code api} with key {@code token}. */
    static RunContext context() {
        var workflow = Workflow.builder()
                .metadata(new ObjectMetaBuilder().withName("run").build())
                .spec(WorkflowSpec.builder().build())
                .build();
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName("api")
                .endMetadata()
                .withStringData(Map.of("token", "Bearer s3cr3t", "two-lines", "a\nX-Evil: 1"))
                .build();
        return new RunContext(
                workflow,
                new Bundle(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(secret),
                        List.of(),
                        List.of()));
    }
}
