// static-check: what only a statically linked program can show.
//
// Purpose: the images are linked statically, the tests are not; what differs is asked here. Model: `deploy/test` links
// this program the way images are built and runs it. Failure: what is missing is said, and the exit status is 1.
// Not here: anything that a test can ask.

import Foundation
import TimeZones

@main
struct Main {
    static func main() {
        guard NamedTimeZones.areLinked else {
            print("a statically linked program finds no time zone by its name: see Shared/TimeZones")
            exit(1)
        }
        print("time zones are linked statically")
    }
}
