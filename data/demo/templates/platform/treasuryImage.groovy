// Builds the image of a treasury service and, when asked, pushes it.
def call(Map options) {
    def tag = "registry.<<domain>>/${options.name}:${env.BUILD_NUMBER}"
    // settings
    sh "docker build -t ${tag} ."
    if (options.push) {
        docker.withRegistry('https://registry.<<domain>>', 'treasury-registry') {
            sh "docker push ${tag}"
        }
    }
    return tag
}
