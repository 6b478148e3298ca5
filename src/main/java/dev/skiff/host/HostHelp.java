package dev.skiff.host;

/** What users are told of the host executor; the command line prints it. */
public final class HostHelp {

    /** Said once, when a run starts on the host. */
    public static final String NOTICE =
            "steps run as plain processes of this machine: images are ignored, nothing isolates the steps";

    /** For {@code --help}; lines of at most 115 characters. */
    public static final String PATHS = """
            On the host executor (--on host) each step is a group of processes of this machine, in a directory of its own.
            Nothing isolates it: it may read and write what you may. Use it with workflows that you trust.

            Paths. A step that writes /tmp/result must not write over the /tmp/result of the step beside it. So these
            absolute paths of a container lie in the step's own directory instead:
              - the path of each output parameter (valueFrom.path), and with it those directories above it that this
                machine does not have;
              - the mountPath of each volume mount;
              - the workingDir, if this machine has no such directory;
              - /argo/staging/script, the source of a script template.
            They are replaced in the text of command, args, script source and env values, wherever they stand as a whole:
            in `> /tmp/result`, "/tmp/result/x" and --out=/tmp/result, not in /tmp/result.txt or $DIR/tmp/result.
            Nothing else is replaced: /tmp/other is the machine's own. A program that puts a path together itself can begin
            it with $SKIFF_ROOT, as in "${SKIFF_ROOT:-}/tmp/result": the variable is unset in a container.

            What a step gets: PATH, HOME, USER, LOGNAME, LANG, LC_ALL, LC_CTYPE and TZ of your environment, nothing else
            of it; TMPDIR, a directory of its own; and the variables that the workflow gives it. It starts in an empty
            directory, unless the workflow says workingDir.

            Images are ignored: each container needs a command. So are resources, ports and readOnly.
            Probes are asked at 127.0.0.1; those of a containerSet's members are not, on Docker neither.
            Refused, with a message: runAsUser other than you, hostPath volumes without --allow-host-path,
            volumes of kinds other than emptyDir, configMap, secret, hostPath and persistentVolumeClaim.
            """;

    private HostHelp() {}
}
