package dev.skiff.api.rest;

import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WebServer;
import dev.skiff.port.service.WorkflowService;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Listens, finds the endpoint, has it handle the request on a virtual thread, and writes what it gives. */
final class ApiServer implements WebServer.Opened {
    private static final int IDLE_S = 600;
    private static final int OPENING_S = 20;
    private static final int MOST_HEADERS = 32 * 1024;
    private static final int LONGEST_LINE = 16 * 1024;

    private final WorkflowService service;
    private final Vertx vertx;
    private final Guard guard;
    private final Replies replies;
    private final InFlight inFlight = new InFlight();
    private final HttpServer server;
    private final String url;
    /** Of the renewal; -1 for none. */
    private final long timer;

    /** @param renewal how often it is looked whether the certificate is another one */
    ApiServer(
            Vertx vertx,
            WorkflowService service,
            WebServer.Settings settings,
            List<Endpoint> endpoints,
            Duration renewal) {
        this.vertx = vertx;
        this.service = service;
        this.guard = new Guard(settings);
        this.replies = new Replies(vertx);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setIdleTimeout(IDLE_S)
                .setMaxHeaderSize(MOST_HEADERS)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setTcpKeepAlive(true)
                .setCompressionSupported(true);
        WebServer.Certificate certificate = settings.certificate();
        RenewedKey key = certificate == null ? null : new RenewedKey(vertx, certificate);
        if (key != null) {
            options.setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(key));
        }
        this.server = vertx.createHttpServer(options).requestHandler(router(endpoints, settings));
        open(settings);
        this.timer = key == null ? -1 : key.begin(renewal);
        this.url = (certificate == null ? "http" : "https") + "://"
                + (settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host()) + ":"
                + server.actualPort();
    }

    private void open(WebServer.Settings settings) {
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(OPENING_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ServiceException(
                    Why.UNAVAILABLE,
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + cause.getMessage()
                            + "; --port gives another one, 0 any that is free",
                    cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(Why.UNAVAILABLE, "interrupted before it could listen");
        }
    }

    private Router router(List<Endpoint> endpoints, WebServer.Settings settings) {
        Router router = Router.router(vertx);
        router.route().handler(this::enter);
        router.get("/").handler(this::greet);
        for (Endpoint endpoint : endpoints) {
            String path = endpoint.path().replaceAll("\\{(\\w+)}", ":$1");
            Route route = router.route(path);
            Methods.of(endpoint).forEach(method -> route.method(HttpMethod.valueOf(method)));
            route.handler(BodyHandler.create(false).setBodyLimit(settings.largestBody()))
                    .handler(context -> answer(context, endpoint));
        }
        Methods methods = new Methods(endpoints);
        router.route().last().handler(context -> elsewise(context, methods));
        router.errorHandler(404, context -> refuse(context, new ServiceException(Why.NOT_FOUND, "not found")));
        router.errorHandler(
                405,
                context -> refuse(
                        context,
                        new ServiceException(
                                Why.INVALID,
                                context.request().method() + " is not for "
                                        + context.request().path())));
        router.errorHandler(
                413,
                context -> refuse(
                        context,
                        new ServiceException(
                                Why.TOO_LARGE, "the body is larger than " + settings.largestBody() + " bytes")));
        router.errorHandler(
                400, context -> refuse(context, new ServiceException(Why.INVALID, "no request that can be read")));
        router.errorHandler(500, context -> {
            Throwable failure = context.failure();
            refuse(
                    context,
                    Errors.refusal(
                            failure == null ? new IllegalStateException("failed") : failure,
                            String.valueOf(context.request().path())));
        });
        return router;
    }

    /** A path that there is not, or not with this method. */
    private void elsewise(RoutingContext context, Methods methods) {
        HttpServerRequest request = context.request();
        String allowed = methods.allowed(String.valueOf(request.path()));
        ServiceException none = new ServiceException(
                allowed.isEmpty() ? Why.NOT_FOUND : Why.NOT_IMPLEMENTED,
                "there is no " + request.method() + " " + request.path() + "; /openapi.json has what there is");
        if (allowed.isEmpty()) {
            refuse(context, none);
            return;
        }
        HttpServerResponse response = request.response().putHeader("Allow", allowed);
        if (request.method() == HttpMethod.OPTIONS) {
            var unused = response.setStatusCode(204).end();
            return;
        }
        var unused = response.setStatusCode(405)
                .putHeader("Content-Type", "application/json")
                .end(Errors.body(none).toString());
    }

    /** What holds for every request, before anything is read of it. */
    private void enter(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("X-Content-Type-Options", "nosniff").putHeader("X-Frame-Options", "DENY");
        try {
            guard.checkWay(context.request());
        } catch (ServiceException e) {
            refuse(context, e);
            return;
        }
        String origin = guard.allowedOrigin(context.request());
        if (!origin.isEmpty()) {
            response.putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader("Vary", "Origin")
                    .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key")
                    .putHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
            if (context.request().method() == HttpMethod.OPTIONS) {
                response.setStatusCode(204);
                var unused = response.end();
                return;
            }
        }
        context.next();
    }

    /** The address that a server prints has the token in it; a browser keeps it in a cookie that no page can read. */
    private void greet(RoutingContext context) {
        HttpServerResponse response = context.response();
        String token = context.request().getParam("token", "");
        if (guard.isToken(token)) {
            response.addCookie(Cookie.cookie(Guard.COOKIE, token)
                            .setHttpOnly(true)
                            .setPath("/")
                            .setSameSite(CookieSameSite.STRICT))
                    .setStatusCode(303)
                    .putHeader("Location", "/");
            var unused = response.end();
            return;
        }
        response.putHeader("Content-Type", "text/plain; charset=utf-8");
        var unused = response.end("Skiff: workflows at /api/v1/workflows/, described at /openapi.json\n");
    }

    private void answer(RoutingContext context, Endpoint endpoint) {
        HttpServerRequest request = context.request();
        try {
            Caller caller = endpoint.open() ? Caller.NOBODY : guard.caller(request);
            ApiRequest read = read(context);
            long limit = endpoint.streams() ? read.number("listOptions.timeoutSeconds", 0) : 0;
            Thread thread = inFlight.thread(
                    "api-" + endpoint.operation(), endpoint.streams(), () -> handle(request, endpoint, caller, read));
            // who asks no longer is not worked for; but what is being changed is not left half changed
            boolean changes = request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD;
            request.response().closeHandler(closed -> {
                read.left().complete(null);
                if (!changes) {
                    thread.interrupt();
                }
            });
            if (limit > 0) {
                vertx.setTimer(TimeUnit.SECONDS.toMillis(Math.min(limit, IDLE_S * 100L)), id -> thread.interrupt());
            }
            thread.start();
        } catch (RuntimeException e) {
            refuse(context, Errors.refusal(e, endpoint.operation()));
        }
    }

    private static ApiRequest read(RoutingContext context) {
        Map<String, String> query = new HashMap<>();
        context.queryParams().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
        Map<String, String> headers = new HashMap<>();
        context.request()
                .headers()
                .forEach(entry -> headers.putIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
        var body = context.body() == null ? null : context.body().buffer();
        return new ApiRequest(context.pathParams(), query, headers, body == null ? new byte[0] : body.getBytes(), null);
    }

    /** On a thread that may wait: who somebody is may have to be asked of others. */
    private void handle(HttpServerRequest request, Endpoint endpoint, Caller caller, ApiRequest read) {
        try {
            try {
                ApiRequest whole = endpoint.open() ? read : read.by(service.as(caller));
                replies.write(request, endpoint.handler().handle(whole));
            } catch (InterruptedException e) {
                // its time is over, or the server ends; if the one who asked has gone, this says it to nobody
                if (!request.response().ended() && !request.response().closed()) {
                    var unused = request.response().end();
                }
            } catch (RuntimeException e) {
                replies.refuse(request, Errors.refusal(e, endpoint.operation()));
            }
        } catch (InterruptedException | IllegalStateException e) {
            System.getLogger("dev.skiff.api")
                    .log(System.Logger.Level.DEBUG, () -> endpoint.operation() + ": nobody hears the answer: " + e);
        }
    }

    /** From an event loop. */
    private static void refuse(RoutingContext context, ServiceException refusal) {
        try {
            var unused = Replies.refusing(context.request(), refusal);
        } catch (IllegalStateException e) {
            System.getLogger("dev.skiff.api").log(System.Logger.Level.DEBUG, () -> "nobody hears the refusal: " + e);
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void close() {
        inFlight.close();
        vertx.cancelTimer(timer);
        try {
            server.close().toCompletionStage().toCompletableFuture().get(OPENING_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger("dev.skiff.api")
                    .log(System.Logger.Level.WARNING, () -> "the server did not end well: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
