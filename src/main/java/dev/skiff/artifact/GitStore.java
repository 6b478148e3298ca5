package dev.skiff.artifact;

import dev.skiff.model.GitArtifact;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A repository, cloned with this machine's git; nothing of it is run by a shell. */
final class GitStore implements Store {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int WORDS = 2000;

    /** What is no path of this machine and no program: the transports that git has of its own. */
    private static final Pattern REMOTE = Pattern.compile(
            "(https?|git|ssh)://[^\\s-][^\\s]*|[A-Za-z0-9_.][A-Za-z0-9_.-]*@[A-Za-z0-9.][^\\s:]*:[^\\s]+");

    /** Answers git's question for a password from the environment: neither a file nor an argument ever has it. */
    private static final String HELPER =
            "!f() { test \"$1\" = get && printf 'username=%s\\npassword=%s\\n' \"$SKIFF_GIT_USERNAME\" \"$SKIFF_GIT_PASSWORD\"; }; f";

    private final GitArtifact git;
    private final Optional<Login> login;

    record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login";
        }
    }

    /** @throws ArtifactException for what is not supported, or no remote repository */
    GitStore(GitArtifact git, Optional<Login> login) throws ArtifactException {
        this.git = git;
        this.login = login;
        if (git.sshPrivateKeySecret() != null) {
            throw new ArtifactException("git.sshPrivateKeySecret is not supported: keys of your SSH agent and of ~/.ssh"
                    + " are used as they are (" + shown() + ")");
        }
        if (!REMOTE.matcher(git.repo()).matches()) {
            throw new ArtifactException("git.repo is '" + shown() + "': a repository is given as https://…, http://…,"
                    + " ssh://…, git://… or user@host:path; directories of this machine are not read");
        }
        List<String> words = new ArrayList<>(git.fetch());
        words.add(git.revision() == null ? "" : git.revision());
        words.add(git.branch() == null ? "" : git.branch());
        for (String word : words) {
            if (word.startsWith("-") || word.indexOf('\0') >= 0) {
                throw new ArtifactException("'" + word + "' is no name of something in a git repository");
            }
        }
    }

    @Override
    public String shown() {
        return Urls.shown(git.repo());
    }

    @Override
    public Content fetch(Path fresh, Limits.Meter meter) throws ArtifactException, IOException {
        List<String> clone = new ArrayList<>(List.of("clone", "--quiet", "--no-hardlinks"));
        List<String> depth = git.depth() == null || git.depth() <= 0 ? List.of() : List.of("--depth", "" + git.depth());
        clone.addAll(depth);
        boolean single = Boolean.TRUE.equals(git.singleBranch());
        clone.add(single ? "--single-branch" : "--no-single-branch");
        if (git.branch() != null && !git.branch().isEmpty()) {
            clone.addAll(List.of("--branch", git.branch()));
        }
        clone.addAll(List.of("--", git.repo(), fresh.toString()));
        run(Objects.requireNonNull(fresh.getParent(), "a fresh place lies in a directory"), clone);
        for (String reference : git.fetch()) {
            run(fresh, List.of("fetch", "--quiet", "--force", "origin", reference));
        }
        String revision = git.revision() == null ? "" : git.revision();
        if (!revision.isEmpty()) {
            checkOut(fresh, revision, depth);
        }
        if (!Boolean.TRUE.equals(git.disableSubmodules()) && Files.exists(fresh.resolve(".gitmodules"))) {
            run(fresh, List.of("submodule", "--quiet", "update", "--init", "--recursive"));
        }
        return new Content(fresh, true, true);
    }

    /** A commit beyond the depth is fetched by its hash; a branch is taken as the remote has it. */
    private void checkOut(Path clone, String revision, List<String> depth) throws ArtifactException, IOException {
        try {
            run(clone, List.of("checkout", "--quiet", "--force", revision, "--"));
        } catch (ArtifactException e) {
            if (depth.isEmpty()) {
                throw e;
            }
            List<String> fetch = new ArrayList<>(List.of("fetch", "--quiet"));
            fetch.addAll(depth);
            fetch.addAll(List.of("origin", revision));
            run(clone, fetch);
            run(clone, List.of("checkout", "--quiet", "--force", "FETCH_HEAD", "--"));
        }
    }

    private void run(Path directory, List<String> words) throws ArtifactException, IOException {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-c",
                "protocol.ext.allow=never",
                "-c",
                "protocol.file.allow=never",
                "-c",
                "core.hooksPath=/dev/null"));
        if (login.isPresent()) {
            command.addAll(List.of("-c", "credential.helper=", "-c", "credential.helper=" + HELPER));
        }
        if (Boolean.TRUE.equals(git.insecureSkipTLS())) {
            command.addAll(List.of("-c", "http.sslVerify=false"));
        }
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        environment(builder.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ArtifactException(
                    "git artifacts need the program git, and it cannot be started here: install it");
        }
        String said = words(process);
        if (process.exitValue() != 0) {
            throw refused(words.getFirst(), said);
        }
    }

    private void environment(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("GIT_") && !name.startsWith("GIT_SSL"));
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("LC_ALL", "C");
        environment.put(
                "GIT_SSH_COMMAND",
                "ssh -o BatchMode=yes"
                        + (Boolean.TRUE.equals(git.insecureIgnoreHostKey())
                                ? " -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
                                : ""));
        login.ifPresent(l -> {
            environment.put("SKIFF_GIT_USERNAME", l.user());
            environment.put("SKIFF_GIT_PASSWORD", l.password());
        });
    }

    /** What the process says until its end, the last of it. */
    private String words(Process process) throws IOException {
        var said = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> {
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(line -> {
                    said.append(line).append('\n');
                    said.delete(0, Math.max(0, said.length() - WORDS));
                });
            } catch (IOException | java.io.UncheckedIOException e) {
                said.append("(its words could not be read)");
            }
        });
        try {
            if (!process.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("git had not done after " + PATIENCE.toMinutes() + " minutes (" + shown() + ")");
            }
            reader.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said.toString().strip();
    }

    private ArtifactException refused(String what, String said) {
        String hidden = login.map(l -> l.password().isEmpty() ? said : said.replace(l.password(), "***"))
                .orElse(said)
                .replace(git.repo(), shown());
        return new ArtifactException("git " + what + " of " + shown() + " failed: " + hidden);
    }

    @Override
    public void put(Path content) throws ArtifactException {
        throw Store.cannot(shown(), "git repositories are only read: an output artifact needs another place");
    }

    @Override
    public List<String> list() throws ArtifactException {
        throw Store.cannot(shown(), "a git repository has no keys to list");
    }

    @Override
    public void delete() throws ArtifactException {
        throw Store.cannot(shown(), "git repositories are only read: nothing is deleted there");
    }
}
