// TimeZones: why `TimeZone(identifier:)` works in a program that is linked statically.
//
// Purpose: a service that knows a venue's local time must find "America/Denver" in the image as in a test. Foundation
// keeps the rules of time zones in its larger half, FoundationInternationalization, and the smaller half looks them up
// there through a function that the larger one replaces when it is linked. A static linker takes from a library only
// what somebody names: a program that names nothing of the larger half is linked without it, and every identifier but
// GMT is nil, UTC among them. Tried with Swift 6.3.1: nil for "UTC" and "America/Denver" in a static program of 21 MB,
// found once `lowercased(with:)`, of the larger half, is called anywhere in it (62 MB); naming a zone's own localised
// name does not do it. A dynamically linked program always has both halves, so no test there sees the difference.
// Model: this module names something. Whoever links it has time zones; the modules of services all do (Package.swift),
// and the gateway, which needs none, stays small. The rules come with Foundation, not from the system's files.
// Failure: `deploy/test` links a static program with this module and asks it (deploy/StaticCheck).
// Not here: times and zones themselves, which are Foundation's.

import Foundation

/// The time zones that Foundation knows by name.
public enum NamedTimeZones {
    /// Whether they are linked: a zone with summer time is found, and knows when that begins.
    public static var areLinked: Bool {
        guard let denver = TimeZone(identifier: "America/Denver"), TimeZone(identifier: "UTC") != nil else {
            return false
        }
        let (winter, summer) = (Date(timeIntervalSince1970: 1_768_478_400), Date(timeIntervalSince1970: 1_784_116_800))
        return denver.secondsFromGMT(for: winter) == -7 * 3600 && denver.secondsFromGMT(for: summer) == -6 * 3600
            && anchor.isEmpty
    }

    /// What names the larger half of Foundation. It is never inlined away, because nobody outside may know what it is.
    @inline(never) private static var anchor: String { String().lowercased(with: nil) }
}
