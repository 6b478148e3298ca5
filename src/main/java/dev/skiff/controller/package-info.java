/** The controller in a cluster: takes up Workflow objects, has them run, hears what is asked of them through the object. */
@NullMarked
package dev.skiff.controller;

import org.jspecify.annotations.NullMarked;
