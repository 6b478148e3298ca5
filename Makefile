# Everything a developer does with Skiff. `make help` lists it.
#
# Extra Maven arguments: MVN_ARGS. One test class: make test TEST=EngineTest. One benchmark: make bench BENCH=Wide.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Found when a recipe needs it, so that `make help` works without a JDK.
JDK   = $(or $(shell local-runner/find-java),$(error no JDK, see above))
MVN   = JAVA_HOME='$(JDK)' ./mvnw --batch-mode --no-transfer-progress $(MVN_ARGS)
JAR  := target/quarkus-app/quarkus-run.jar
AOT  := target/quarkus-app/skiff.aot
SOURCES := pom.xml $(shell find src/main -type f -o -type d)

VERSION := $(shell sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
RUNNER  := target/skiff-$(VERSION)-runner
NATIVE_MEMORY ?= 6g
NATIVE_HERE = $(GRAALVM_HOME)$(shell command -v native-image)
STATIC ?= $(shell command -v x86_64-linux-musl-gcc)
comma  := ,
# What TLS spends its time on has instructions of its own on every processor of this kind (x86-64-v3), and native-image does not take them for
# granted: with them AES-GCM takes a twentieth of the time.
CIPHERS := $(if $(filter x86_64,$(shell uname -m)),-H:+UnlockExperimentalVMOptions$(comma)-H:CPUFeatures=AES$(comma)-H:CPUFeatures=CLMUL)
STATICALLY = $(if $(NATIVE_HERE),$(if $(STATIC),--static$(comma)--libc=musl))
NATIVE_ARGS = $(STATICALLY)$(if $(and $(STATICALLY),$(CIPHERS)),$(comma))$(CIPHERS)

IMAGE ?= skiff:$(VERSION)
BASE  ?=
TO    ?= docker
JAVA_MODULES := java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.naming.dns,jdk.unsupported,jdk.zipfs
MAKE_IMAGE = '$(JDK)/bin/java' --sun-misc-unsafe-memory-access=allow -cp "$$(cat target/image/classpath)" src/image/Image.java \
	    image='$(IMAGE)' to='$(TO)' agent=target/skiff-agent version='$(VERSION)' \
	    revision="$$(git rev-parse HEAD 2> /dev/null)" created="$$(git log -1 --format=%ct 2> /dev/null || date +%s)"

TEST  ?=
IT    ?=
BENCH_ARGS ?=
BENCH_JAVA = '$(JDK)/bin/java' --sun-misc-unsafe-memory-access=allow \
	    -cp target/bench/test-classes:target/bench/classes:"$$(cat target/bench/classpath)"

.PHONY: help build run test it it-native check format dev bench bench-k8s native image image-jvm agent crds deploy clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

build: $(AOT) ## build the jar that local-runner/skiff runs

run: $(AOT) ## build if needed, then run the bundled demo workflow
	@local-runner/skiff demo

test: ## the fast tests; no container engine is needed (TEST=SomeTest for one class)
	$(MVN) test $(if $(TEST),-Dtest='$(TEST)')

it: ## the tests with real containers (IT=SomeIT for one class)
	$(MVN) verify -Pit $(if $(IT),-Dit.test='$(IT)')

# Compiled anew each time, in a directory of its own: the compiler's findings are the point.
check: ## format, Error Prone and NullAway, architecture and source rules
	rm -rf target/check
	$(MVN) -Pcheck spotless:check test -Dtest='ArchitectureTest,SourceRulesTest'

format: ## format the sources
	$(MVN) -q spotless:apply

dev: ## Quarkus' dev mode, from the sources: serve the HTTP API in front of Docker (another command: ARGS='run workflow.yml')
	$(MVN) quarkus:dev -Dquarkus.args='$(or $(ARGS),serve --on docker)'

bench-k8s: ## what runs on the development cluster cost, beside Argo's figures (SCENARIOS='hello chain20')
	python3 src/test/k8s/bench.py $(SCENARIOS)

it-native: ## the tests with real containers and on a cluster, with the native executable (IT=SomeIT for one class)
	$(MVN) verify -Pit -Dskiff.command="$$(echo target/skiff-*-runner)" $(if $(IT),-Dit.test='$(IT)')

bench: $(AOT) ## the figures of the engine and the language, what Docker runs and long lists cost (BENCH=regex, BENCH_ARGS='JMH options' for single benchmarks)
	$(MVN) -q -Pbench process-test-classes
ifdef BENCH
	$(BENCH_JAVA) org.openjdk.jmh.Main '$(BENCH)' -foe true $(BENCH_ARGS)
else
	$(BENCH_JAVA) dev.skiff.bench.EngineFigures
	$(BENCH_JAVA) dev.skiff.bench.LanguageFigures
	$(BENCH_JAVA) dev.skiff.bench.DockerOverhead
	$(BENCH_JAVA) dev.skiff.bench.CatalogFigures
	$(BENCH_JAVA) dev.skiff.bench.FieldsFigures
	$(BENCH_JAVA) dev.skiff.bench.ArchiveFigures
endif

# GRAALVM_HOME, or a native-image on PATH; without either the build runs in a container. With musl's compiler the executable is static:
# it runs on any Linux, and in an image of nothing else.
native: $(RUNNER) ## build the native executable (GRAALVM_HOME, else native-image on PATH, else in a container)
	@ls -l $(RUNNER)

$(RUNNER): $(SOURCES)
	$(MVN) package -Pnative -DskipTests -Dquarkus.native.native-image-xmx=$(NATIVE_MEMORY) \
	    $(if $(NATIVE_ARGS),-Dquarkus.native.additional-build-args=$(NATIVE_ARGS)) \
	    $(if $(NATIVE_HERE),,-Dquarkus.native.container-build=true)
	@touch $@

# IMAGE: its name. BASE: scratch, an image of a registry, docker://NAME of the local engine, tar://FILE. TO: docker, registry, FILE.tar.
# A step that says `sh -c "argo submit …"` needs a shell: BASE=busybox has one.
image: $(RUNNER) agent target/image/classpath ## make the container image of the native executable (IMAGE, BASE, TO)
	@$(MAKE_IMAGE) base='$(or $(BASE),scratch)' native=$(RUNNER)

image-jvm: $(JAR) agent target/image/classpath target/image/java/release ## the same of the jar, on a base with glibc (IMAGE, BASE, TO)
	@$(MAKE_IMAGE) base='$(or $(BASE),debian:stable-slim)' app=target/quarkus-app java=target/image/java

target/image/classpath: src/image/pom.xml
	@mkdir -p $(@D)
	@$(MVN) -q -f src/image/pom.xml dependency:build-classpath -Dmdep.outputFile='$(CURDIR)/$@'

# A Java runtime of what Skiff uses, so that the base need not have one.
target/image/java/release: pom.xml
	@rm -rf $(@D) && '$(JDK)/bin/jlink' --add-modules $(JAVA_MODULES) --strip-debug --no-header-files --no-man-pages --output $(@D)
	@touch $@

deploy: ## install the controller into the cluster of KUBECONFIG (DEPLOY=namespaced or job-mode for the other ways, KUBECTL_ARGS='-n team-a')
	kubectl apply $(KUBECTL_ARGS) -k k8s/$(or $(DEPLOY),cluster-wide)

clean: ## remove what was built
	rm -rf target

$(JAR): $(SOURCES)
	$(MVN) -q package -DskipTests
	@touch $@

# The classes that a run needs, linked ahead of time: learned from one run of the demo on this machine's own processes, which keeps
# what it writes below target/. Without this file everything works, a little later.
$(AOT): $(JAR)
	@rm -rf $@ target/learned && mkdir -p target/learned
	@XDG_DATA_HOME='$(CURDIR)/target/learned' '$(JDK)/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput=$@ \
	    -Xlog:disable --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	    -Duser.home='$(CURDIR)/target/learned' -jar $(JAR) run --on host src/main/resources/demo/workflow.yml \
	    > target/learned/output 2>&1 < /dev/null || true
	@touch $@

.PHONY: agent
# Static: it runs in whatever image a user's step has.
agent: target/skiff-agent ## build target/skiff-agent, the executable for users' pods (GRAALVM_HOME, else native-image on PATH, else in AGENT_BUILDER's image)
	@ls -l target/skiff-agent

target/skiff-agent: $(SOURCES) local-runner/build-agent
	$(MVN) -q compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
	    -DincludeScope=runtime -Dmdep.outputFile=target/agent-classpath
	local-runner/build-agent "target/classes:$$(cat target/agent-classpath)" target/skiff-agent
