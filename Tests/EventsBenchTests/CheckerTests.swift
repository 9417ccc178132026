import Identifiers
import Testing

@testable import events_bench

@Suite("The checker of crash runs")
struct CheckerTests {
    /// Two aggregates, three events, everything as it should be; the first event was sent twice.
    private var clean: Evidence {
        var evidence = Evidence()
        evidence.stored = [stored(1, of: 10, 1), stored(2, of: 10, 2), stored(3, of: 20, 1)]
        evidence.published = [
            published(1, of: 10, 1, at: 0), published(2, of: 10, 2, at: 1), published(1, of: 10, 1, at: 2),
            published(3, of: 20, 1, at: 0, in: 1),
        ]
        evidence.effects = [effect(1, of: 10, 1), effect(3, of: 20, 1), effect(2, of: 10, 2)]
        evidence.handled = [id(1), id(2), id(3)]
        evidence.moments = [.init(committed: [0: 2, 1: 0], handled: [id(1), id(2)])]
        evidence.lowest = [0: 0, 1: 0]
        return evidence
    }

    @Test("nothing is wrong with events that were sent more than once and took effect once")
    func nothingIsWrongWithEventsThat() {
        #expect(Checker.violations(in: clean).isEmpty)
        #expect(Checker.invalidity(of: clean) == nil)
    }

    @Test("a committed event that is not on the topic is lost")
    func aCommittedEventThatIsNot() {
        var evidence = clean
        evidence.published.removeLast()
        #expect(Checker.violations(in: evidence) == [.lost(id(3))])
    }

    @Test("an event that was never committed is a ghost")
    func anEventThatWasNeverCommitted() {
        var evidence = clean
        evidence.published.append(published(9, of: 20, 2, at: 1, in: 1))
        #expect(Checker.violations(in: evidence) == [.ghost(id(9))])
    }

    @Test("first occurrences of an aggregate must come in the order of its versions")
    func firstOccurrencesOfAnAggregateMust() {
        var evidence = clean
        evidence.published.removeFirst()
        #expect(Checker.violations(in: evidence) == [.outOfOrder(id(1), version: 1, after: 2)])
    }

    @Test("an event that took effect twice, or not at all, is told")
    func anEventThatTookEffectTwice() {
        var evidence = clean
        evidence.effects.append(effect(2, of: 10, 2))
        #expect(Checker.violations(in: evidence) == [.effects(id(2), count: 2)])
        evidence = clean
        evidence.effects.remove(at: 1)
        evidence.handled.remove(id(3))
        #expect(Checker.violations(in: evidence) == [.effects(id(3), count: 0)])
    }

    @Test("effects on an aggregate must come in the order of its versions")
    func effectsOnAnAggregateMustCome() {
        var evidence = clean
        evidence.effects.swapAt(0, 2)
        #expect(Checker.violations(in: evidence) == [.effectOutOfOrder(id(1), version: 1, after: 2)])
    }

    @Test("an offset is past an event that was not handled")
    func anOffsetIsPastAnEvent() {
        var evidence = clean
        evidence.moments = [.init(committed: [0: 2], handled: [id(1)])]
        #expect(
            Checker.violations(in: evidence) == [
                .committedTooFar(id(2), partition: 0, offset: 1, committed: 2)
            ])
        evidence.moments = [.init(committed: [0: 1], handled: [id(1)])]
        #expect(Checker.violations(in: evidence).isEmpty)
    }

    @Test("inbox and effects must agree")
    func inboxAndEffectsMustAgree() {
        var evidence = clean
        evidence.handled.insert(id(7))
        #expect(Checker.violations(in: evidence) == [.inboxDisagrees(id(7))])
    }

    @Test("a backlog that nobody works off is told")
    func aBacklogThatNobodyWorksOff() {
        var evidence = clean
        evidence.waiting = 4
        #expect(Checker.violations(in: evidence) == [.notDrained(4)])
    }

    @Test("a session that has deleted again after another one has led beside it")
    func aSessionThatHasDeletedAgain() {
        var evidence = clean
        evidence.deleters = ["a", "a", "b", "c", "c"]
        #expect(Checker.violations(in: evidence).isEmpty)
        evidence.deleters = ["a", "b", "a"]
        #expect(Checker.violations(in: evidence) == [.severalDeleters(session: "a")])
    }

    @Test("a lock that nobody took over, and one that somebody took from a stopped relay, are told")
    func aLockThatNobodyTookOver() {
        var evidence = clean
        evidence.notReplaced = 1
        #expect(Checker.violations(in: evidence) == [.notTakenOver(times: 1)])
        evidence = clean
        evidence.deletedBesideStopped = 3
        #expect(Checker.violations(in: evidence) == [.ledBesideStopped(rows: 3)])
    }

    @Test("the versions of an aggregate are one, two, three")
    func theVersionsOfAnAggregateAre() {
        var evidence = clean
        evidence.stored[1] = stored(2, of: 10, 3)
        evidence.published[1] = published(2, of: 10, 3, at: 1)
        evidence.effects[2] = effect(2, of: 10, 3)
        #expect(Checker.violations(in: evidence) == [.versionGap(id(10), version: 2)])
    }

    @Test("a partition that has dropped its beginning makes the run invalid")
    func aPartitionThatHasDroppedIts() {
        var evidence = clean
        evidence.lowest = [0: 0, 1: 12]
        #expect(Checker.invalidity(of: evidence) == "partition 1 begins at offset 12: the broker has dropped events")
    }

    private func id(_ number: UInt64) -> UUID128 { UUID128(high: 0, low: number) }

    private func stored(_ event: UInt64, of aggregate: UInt64, _ version: Int) -> Evidence.Stored {
        .init(event: id(event), aggregate: id(aggregate), version: version)
    }

    private func effect(_ event: UInt64, of aggregate: UInt64, _ version: Int) -> Evidence.Effect {
        .init(event: id(event), aggregate: id(aggregate), version: version)
    }

    private func published(
        _ event: UInt64, of aggregate: UInt64, _ version: Int, at offset: Int64, in partition: Int32 = 0
    ) -> Evidence.Published {
        .init(event: id(event), aggregate: id(aggregate), version: version, partition: partition, offset: offset)
    }
}
