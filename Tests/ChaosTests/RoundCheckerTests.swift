import Testing

@testable import platform_chaos

@Suite("The checker of a round") struct RoundCheckerTests {
    /// A round in which nothing went wrong: two bookings, what came of the first, and everybody who heard of it.
    private static let good: (RoundEvidence, ClientHistory) = {
        var evidence = RoundEvidence()
        evidence.stored = [
            stored("e1", "BOOKING_CREATED", "booking b1", 1), stored("e2", "BOOKING_CANCELLED", "booking b1", 2),
            stored("e3", "BOOKING_CREATED", "booking b2", 1),
            stored("e4", "COMPLIANCE_CHECKED", "booking_compliance b1", 1, because: "e1"),
        ]
        evidence.published = [
            published("e1", "BOOKING_CREATED", "b1", 1, at: 0), published("e3", "BOOKING_CREATED", "b2", 1, at: 1),
            // Sent again, after a later one.
            published("e2", "BOOKING_CANCELLED", "b1", 2, at: 2), published("e1", "BOOKING_CREATED", "b1", 1, at: 3),
            published("e4", "COMPLIANCE_CHECKED", "b1", 1, at: 0, in: "compliance.checked"),
        ]
        evidence.inboxes = ["staff": ["e1": "done", "e2": "done", "e3": "done"], "booking": ["e4": "done"]]
        evidence.ends = ["bookings/0": 4, "compliance.checked/0": 1]
        evidence.committed = ["staff": ["bookings/0": 4], "booking": ["compliance.checked/0": 1]]
        evidence.notified = ["e1": 1, "e3": 1]
        evidence.copies = [RoundEvidence.Copy(consumer: "staff", aggregate: "booking b1", version: 2)]
        evidence.waiting = ["booking": 0]
        evidence.bookings = [
            RoundEvidence.Booking(id: "b1", title: "k1", status: "cancelled"),
            RoundEvidence.Booking(id: "b2", title: "k2", status: "draft"),
        ]
        var history = ClientHistory()
        history.asked = [
            "k1": ClientHistory.Asked(key: "k1", id: "b1", isCancelled: true),
            "k2": ClientHistory.Asked(key: "k2", id: "b2"), "k3": ClientHistory.Asked(key: "k3", isRefused: true),
            // Nobody answered: it may be there or not.
            "k4": ClientHistory.Asked(key: "k4"),
        ]
        return (evidence, history)
    }()

    private static func stored(
        _ id: String, _ type: String, _ aggregate: String, _ version: Int, because cause: String = ""
    ) -> RoundEvidence.Stored {
        RoundEvidence.Stored(id: id, type: type, aggregate: aggregate, version: version, causation: cause)
    }

    private static func published(
        _ id: String, _ type: String, _ key: String, _ version: Int, at offset: Int64, in topic: String = "bookings"
    ) -> RoundEvidence.Published {
        RoundEvidence.Published(
            id: id, type: type, key: key, version: version, topic: topic, partition: 0, offset: offset)
    }

    @Test("finds nothing where nothing is")
    func nothing() {
        #expect(RoundChecker.violations(in: Self.good.0, Self.good.1) == [])
        #expect(RoundChecker.invalidity(of: Self.good.0) == nil)
    }

    /// What is done to the good round, and the promises that are broken by it.
    private static let faults:
        [(String, @Sendable (inout RoundEvidence, inout ClientHistory) -> Void, Set<Invariant>)] = [
            ("lost", { evidence, _ in evidence.published.removeAll { $0.id == "e3" } }, [.i1]),
            (
                "ghost",
                { evidence, _ in evidence.published.append(published("e9", "BOOKING_UPDATED", "b1", 3, at: 4)) }, [.i2]
            ),
            (
                "out of order",
                { evidence, _ in
                    evidence.published.removeAll { $0.id == "e1" && $0.offset == 0 }
                }, [.i3]
            ),
            (
                "effect twice",
                { evidence, _ in
                    evidence.stored.append(
                        stored("e5", "COMPLIANCE_CHECKED", "booking_compliance b1", 2, because: "e1"))
                    evidence.published.append(
                        published("e5", "COMPLIANCE_CHECKED", "b1", 2, at: 1, in: "compliance.checked"))
                    evidence.inboxes["booking"]?["e5"] = "done"
                }, [.i4]
            ),
            ("notified twice", { evidence, _ in evidence.notified["e1"] = 2 }, [.i4]),
            (
                "copy went back",
                { evidence, _ in
                    evidence.copies = [RoundEvidence.Copy(consumer: "staff", aggregate: "booking b1", version: 1)]
                }, [.i5]
            ),
            ("committed too far", { evidence, _ in evidence.inboxes["staff"]?["e3"] = nil }, [.i6]),
            (
                "vanished",
                { evidence, _ in
                    evidence.inboxes["staff"]?["e3"] = nil
                    evidence.committed["staff"] = ["bookings/0": 1]
                }, [.i7, .i10]
            ),
            ("dead", { evidence, _ in evidence.dead = ["staff: e1 refused"] }, [.i7]),
            ("open saga", { evidence, _ in evidence.openSagas = ["booking s1 pending"] }, [.i8]),
            (
                "gap", { evidence, _ in evidence.stored[1] = stored("e2", "BOOKING_CANCELLED", "booking b1", 3) },
                [.i5, .i9]
            ),
            ("backlog", { evidence, _ in evidence.waiting["booking"] = 2 }, [.i10]),
            ("parked", { evidence, _ in evidence.parked = ["staff: b1"] }, [.i10]),
            ("behind", { evidence, _ in evidence.ends["bookings/0"] = 5 }, [.i10]),
            ("taken twice", { evidence, _ in evidence.doubleBookings = ["v w b1 b2"] }, [.clients]),
            ("contradiction", { _, history in history.contradictions = ["404"] }, [.clients]),
            ("acknowledged and gone", { evidence, _ in evidence.bookings.removeLast() }, [.clients]),
            (
                "made twice",
                { evidence, _ in
                    evidence.bookings.append(RoundEvidence.Booking(id: "b7", title: "k2", status: "draft"))
                }, [.clients]
            ),
            (
                "cancelled and not",
                { evidence, _ in
                    evidence.bookings[0] = RoundEvidence.Booking(id: "b1", title: "k1", status: "approved")
                }, [.clients]
            ),
            (
                "refused and there",
                { evidence, _ in
                    evidence.bookings.append(RoundEvidence.Booking(id: "b8", title: "k3", status: "draft"))
                }, [.clients]
            ),
        ]

    @Test("finds each thing that was not kept, and nothing else", arguments: faults.indices)
    func finds(_ index: Int) {
        var (evidence, history) = Self.good
        let (name, fault, expected) = Self.faults[index]
        fault(&evidence, &history)
        let found = RoundChecker.violations(in: evidence, history)
        #expect(Set(found.map(\.invariant)) == expected, "\(name): \(found)")
    }

    @Test("says nothing of a round in which the broker dropped records")
    func invalid() {
        var evidence = Self.good.0
        evidence.cut = ["bookings/0"]
        #expect(RoundChecker.invalidity(of: evidence)?.hasPrefix("bookings/0") == true)
    }
}
