package dev.skiff.cli;

import dev.skiff.port.service.ServerAccess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skiff auth token}, as {@code argo auth token}. */
@Command(
        name = "token",
        description = "Print what commands send a server to say who asks: a secret, on standard output alone.")
final class AuthTokenCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    ServerOptions server = new ServerOptions();

    AuthTokenCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ServerAccess access = server.access(context);
        if (access == null) {
            throw new UserError("of which server? --server URL (or ARGO_SERVER) names it; for a cluster:"
                    + " kubectl create token SERVICEACCOUNT");
        }
        String token = access.token();
        if (token.isEmpty()) {
            throw new UserError(
                    "nothing would be sent to " + access.url() + ": give --token, or set SKIFF_TOKEN or ARGO_TOKEN");
        }
        context.out().println(token.contains(" ") ? token : "Bearer " + token);
        context.out().flush();
        return 0;
    }
}
