#!/bin/sh
# Makes the films and the voice beside it anew: three seconds each, of a test picture and of a computer's voice.
# They are committed, so tests need none of these programs (Debian: ffmpeg, espeak-ng, opus-tools).
set -eu
cd "$(dirname "$0")/lessons/01-way-home"
film() {
    ffmpeg -v error -y -f lavfi -i testsrc2=size=160x90:rate=10:duration=3 -f lavfi -i sine=frequency=330:duration=3 \
        -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact "$@"
}
film -c:v libvpx -b:v 60k -c:a libopus -b:a 16k -ac 1 film.en.webm
film -c:v libx264 -pix_fmt yuv420p -crf 38 -c:a aac -b:a 16k -ac 1 -movflags +faststart film.mp4
echo "See whether an office is real. Look up one address today." | espeak-ng -v en -s 150 --stdin --stdout |
    opusenc --quiet --bitrate 16 --serial 1 --padding 0 - voice.over-the-hill.en.opus
