package dev.skiff.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.ModelMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReflectionTargetsTest {

    @Test
    void everyClassThatAFieldOfTheModelMayHoldIsRegistered() {
        Set<String> reachable = new TreeSet<>();
        Stream.concat(
                        Arrays.stream(ArgoObject.class.getPermittedSubclasses()),
                        Stream.of(ConfigMap.class, Secret.class, PersistentVolumeClaim.class))
                .forEach(type -> visit(ModelMapper.strict().constructType(type), reachable));
        targets(ClusterReflectionTargets.class)
                .forEach(type -> visit(ModelMapper.strict().constructType(type), reachable));
        assertThat(reachable).hasSizeGreaterThan(200);
        assertThat(registered()).containsAll(reachable);
    }

    private static Set<String> registered() {
        Set<String> registered = new TreeSet<>();
        for (Class<?> registering :
                List.of(ReflectionTargets.class, KubernetesReflectionTargets.class, ClusterReflectionTargets.class)) {
            targets(registering).map(Class::getName).forEach(registered::add);
            registered.addAll(List.of(
                    registering.getAnnotation(RegisterForReflection.class).classNames()));
        }
        return registered;
    }

    private static Stream<Class<?>> targets(Class<?> registering) {
        return Arrays.stream(
                registering.getAnnotation(RegisterForReflection.class).targets());
    }

    private static void visit(JavaType type, Set<String> reachable) {
        if (type.isContainerType()) {
            visit(type.getContentType(), reachable);
            return;
        }
        Class<?> raw = type.getRawClass();
        boolean ours = raw.getName().startsWith("dev.skiff.") || raw.getName().startsWith("io.fabric8.");
        if (!ours || raw.isInterface() || !reachable.add(raw.getName()) || raw.isEnum()) {
            return;
        }
        helpers(type).forEach(helper -> reachable.add(helper.getName()));
        for (BeanPropertyDefinition property : properties(type)) {
            visit(property.getPrimaryType(), reachable);
        }
    }

    private static List<BeanPropertyDefinition> properties(JavaType type) {
        return ModelMapper.strict().getDeserializationConfig().introspect(type).findProperties();
    }

    /** Classes that annotations name and Jackson makes objects of: on the type, what it extends, and its members. */
    private static Set<Class<?>> helpers(JavaType type) {
        MapperConfig<?> config = ModelMapper.strict().getDeserializationConfig();
        AnnotationIntrospector annotations = config.getAnnotationIntrospector();
        BeanDescription bean = ModelMapper.strict().getDeserializationConfig().introspect(type);
        Stream<Annotated> members = bean.findProperties().stream()
                .flatMap(p ->
                        Stream.<Annotated>of(p.getField(), p.getGetter(), p.getSetter(), p.getConstructorParameter()));
        Set<Class<?>> helpers = new LinkedHashSet<>();
        Stream.concat(Stream.of(bean.getClassInfo()), members)
                .filter(Objects::nonNull)
                .flatMap(a -> Stream.of(
                        annotations.findSerializer(a),
                        annotations.findContentSerializer(a),
                        annotations.findKeySerializer(a),
                        annotations.findSerializationConverter(a),
                        annotations.findDeserializer(a),
                        annotations.findContentDeserializer(a),
                        annotations.findKeyDeserializer(a),
                        annotations.findDeserializationConverter(a)))
                .forEach(found -> {
                    if (found instanceof Class<?> helper) {
                        helpers.add(helper);
                    }
                });
        return helpers;
    }
}
