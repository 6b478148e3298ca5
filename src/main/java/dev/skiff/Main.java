package dev.skiff;

import dev.skiff.agent.Agent;
import dev.skiff.cli.CommandContext;
import dev.skiff.cli.CommandLines;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.util.Arrays;

/** Starts Quarkus and gives the arguments to the command line; the process exits with the command's code. */
@QuarkusMain
public final class Main implements QuarkusApplication {

    private final CommandContext context;

    @Inject
    Main(CommandContext context) {
        this.context = context;
    }

    public static void main(String... args) {
        if (args.length > 0 && args[0].equals("agent")) {
            // in a user's container: without Quarkus, at once
            Agent.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        // read once, by whoever uses the JDK's HTTP client first: http templates may set these headers, as Go's client
        // lets them
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection,expect,upgrade");
        Listening.settings(System.getenv(), args).forEach(System::setProperty);
        Quarkus.run(Main.class, args);
    }

    @Override
    public int run(String... args) {
        return CommandLines.of(context).execute(asked(args));
    }

    /** The image's second name is a file that begins with #! and skiff's path: the kernel puts its own before its arguments. */
    static String[] asked(String... args) {
        return args.length > 0 && args[0].endsWith("/argo") ? Arrays.copyOfRange(args, 1, args.length) : args;
    }
}
