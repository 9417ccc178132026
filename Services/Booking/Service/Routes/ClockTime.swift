import BookingDomain
import Foundation
import Identifiers
import JSON

/// A time as a wall clock shows it, in whole seconds of the day.
struct ClockTime: Sendable, Equatable {
    let seconds: Int

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? Int(part) : nil
        }
        guard numbers.count == parts.count, numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else {
            return nil
        }
        seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }

    var text: String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    static let json = JSONType<String>.string(length: 5...8).mapped(
        ClockTime.init, back: \.text, message: "must be a time like 18:30")
}

extension Timestamp {
    /// The moment at which the clocks of a zone show a day and a time. When they are set back they show it twice, and
    /// the first is meant; when they are set forward they may never show it: nil.
    init?(_ day: CalendarDay, secondsOfDay: Int, in zone: String) {
        guard let zone = TimeZone(identifier: zone) else { return nil }
        let local = Int64(day.daysSinceEpoch) * 86_400 + Int64(secondsOfDay)
        func offset(at seconds: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
        }
        // The two offsets around that day; the larger gives the earlier moment.
        let offsets = Set([offset(at: local - 86_400), offset(at: local + 86_400)]).sorted(by: >)
        guard let moment = offsets.map({ local - $0 }).first(where: { offset(at: $0) == local - $0 }) else {
            return nil
        }
        self.init(secondsSinceEpoch: moment)
    }
}
