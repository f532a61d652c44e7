// The files of the chosen kind move to their place; those of the others go.
import java.nio.file.Files

def project = new File(request.outputDirectory, request.artifactId).toPath()
def kinds = project.resolve("kinds")
def chosen = kinds.resolve(request.properties["kind"])
def offered = kinds.toFile().list().sort()
if (Files.isDirectory(chosen)) {
    chosen.toFile().eachFileRecurse(groovy.io.FileType.FILES) { file ->
        def target = project.resolve(chosen.relativize(file.toPath()).toString())
        Files.createDirectories(target.parent)
        Files.move(file.toPath(), target)
    }
    kinds.toFile().deleteDir()
} else {
    project.toFile().deleteDir()
    throw new IllegalArgumentException("kind is '${request.properties["kind"]}', expected one of ${offered.join(', ')}")
}
