/**
 * Runs tasks as containers of a Docker-compatible engine (Docker, Podman's compatible socket) over the Engine API.
 *
 * <p><b>Own client.</b> The engine is spoken to by a small HTTP/1.1 client over JDK channels ({@link dev.skiff.docker.EngineHttp}), not by
 * docker-java: a dozen calls are needed, and three of them are what libraries are worst at — output that streams while the container runs,
 * a wait that lasts hours and has to notice that the engine died, archives that are looked at before they are read. Nothing here needs
 * reflection, so the native executable needs no registration, and nothing is loaded that start-up has to pay for. Blocking reads park a
 * virtual thread.
 *
 * <p><b>Shape.</b> {@link dev.skiff.docker.TaskPlan} (task → bodies of the calls) and {@link dev.skiff.docker.ContainerReader} (answers →
 * states) are pure. {@link dev.skiff.docker.ContainerExecutor} is the port's implementation, {@link dev.skiff.docker.TaskRun} the life of
 * one task on one virtual thread, {@link dev.skiff.docker.ContainerWatch} one container from its start to its end.
 *
 * <p><b>Round trips.</b> A task of one container costs create, attach, wait, start, and one archive per output file; the removal comes
 * after its end has been observed. No network and no volume is made for a task that needs none.
 *
 * <p><b>As a kubelet, with Argo's first process.</b> Containers get the engine's init as process 1, because Argo's emissary is process 1 of
 * its pods: signals reach the command, {@code sh -c 'kill -9 $$'} ends with 137, and a {@code sleep} ends at once when it is stopped.
 */
@NullMarked
package dev.skiff.docker;

import org.jspecify.annotations.NullMarked;
