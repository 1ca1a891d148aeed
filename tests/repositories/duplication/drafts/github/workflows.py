"""A workflow of thirty lines with places to change."""

LINES = """\
name: Build
on:
  push:
    branches: [main]
permissions:
  contents: read
env:
  REGISTRY: ghcr.io
jobs:
  build:
    name: Build it
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-java@v4
        with:
          distribution: temurin
          java-version: '21'
      - name: Test
        run: |
          ./gradlew check --no-daemon
          ./gradlew jacocoTestReport
      - name: Publish
        if: github.ref == 'refs/heads/main'
        env:
          TOKEN: ${{ secrets.PUBLISH_TOKEN }}
        run: |
          ./gradlew publish
          ./gradlew --stop
      - name: Tell
        run: echo "done with $GITHUB_SHA"
"""


def workflow(*replacements):
    """The workflow with texts replaced, each of which has to be there."""
    text = LINES
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
