import Foundation
import JSON
import Testing

/// Random documents from fixed seeds. `JSON_ROUNDS` in the environment asks for more rounds than the usual few.
@Suite("JSON properties")
struct JSONPropertyTests {
    static let seeds: [UInt64] = [1, 2, 3, 4]
    private static let rounds = ProcessInfo.processInfo.environment["JSON_ROUNDS"].flatMap { Int($0) } ?? 300

    @Test("what is encoded is decoded to the same value", arguments: seeds)
    func roundTrips(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        for round in 0..<Self.rounds {
            let booking = generator.booking()
            let bytes = booking.jsonBytes()
            guard try SampleBooking(json: bytes) == booking else {
                Issue.record("round \(round): \(String(decoding: bytes, as: UTF8.self))")
                return
            }
            #expect(try JSONValue(parsing: bytes).bytes.count > 0)
        }
    }

    @Test("a value is read as it was written", arguments: seeds)
    func valuesRoundTrip(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        for round in 0..<Self.rounds {
            let value = generator.value(depth: 4)
            guard try JSONValue(parsing: value.bytes) == value, try JSONValue(parsing: value.canonicalBytes) == value
            else {
                Issue.record("round \(round): \(String(decoding: value.bytes, as: UTF8.self))")
                return
            }
        }
    }

    @Test("the canonical form does not depend on order, whitespace, escapes or digits", arguments: seeds)
    func canonicalIsStable(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        for round in 0..<Self.rounds {
            let value = generator.value(depth: 4)
            let restyled = generator.restyled(value)
            let again = try JSONValue(parsing: Array(restyled.utf8))
            guard again == value, again.canonicalBytes == value.canonicalBytes else {
                Issue.record("round \(round): \(restyled)")
                return
            }
        }
    }

    @Test("different values have different canonical forms", arguments: seeds)
    func canonicalTellsApart(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        for _ in 0..<Self.rounds {
            let left = generator.value(depth: 2)
            let right = generator.value(depth: 2)
            #expect((left == right) == (left.canonicalBytes == right.canonicalBytes))
        }
    }

    @Test("damaged documents are refused or read, and never worse", arguments: seeds)
    func survivesMutation(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        let originals = [
            Array(SampleBooking.exampleText.utf8),
            Array("[1.5e-3,-0,{\"a\":\"\\ud83d\\ude00é\\n\",\"b\":[[]]},\"€𝄞\",true,false,null]".utf8),
        ]
        for _ in 0..<Self.rounds {
            var bytes = originals[generator.number(0...1)]
            for _ in 0..<generator.number(1...4) { generator.damage(&bytes) }
            do throws(JSONFault) {
                let value = try JSONValue(parsing: bytes)
                // What is not read at all is not equal either.
                #expect((try? JSONValue(parsing: value.canonicalBytes)) == value)
            } catch {
                #expect(error.offset.map { 0...bytes.count ~= $0 } == true)
            }
            do throws(JSONFaults) {
                let booking = try SampleBooking(json: bytes)
                // Times are written less finely than they are read, so the second reading is compared.
                let bytes = booking.jsonBytes()
                // What is not read at all is not equal either.
                #expect((try? SampleBooking(json: bytes))?.jsonBytes() == bytes)
            } catch {
                #expect(!error.list.isEmpty && error.list.count <= JSONLimits.standard.faultsMax)
            }
        }
    }
}

extension Generator {
    /// One random change to a document: a byte, a cut, a doubled or lost stretch, or syntax in a wrong place.
    mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = number(0...bytes.count - 1)
        let end = min(bytes.count, place + number(1...12))
        switch number(0...5) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: next())
        case 1: bytes[place] ^= 1 << UInt8(number(0...7))
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: number(0...bytes.count))
        case 4: bytes.removeSubrange(place...)
        default:
            let pieces = [
                "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "1e999999999", "-", "null", "\u{0}",
            ]
            bytes.insert(contentsOf: pieces[number(0...pieces.count - 1)].utf8, at: place)
        }
    }
}
