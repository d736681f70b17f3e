import HDOCModels

/// Decodes one page of a list of users while its bytes arrive.
struct PageDecoder {
    /// Readable users, without removed ones.
    private(set) var received = 0
    private(set) var unreadable = 0
    /// The users that the page says were removed.
    private(set) var removed = 0
    /// The bytes of the page so far.
    private(set) var bytes = 0
    /// Whether there are more elements or more bytes than any stage sends, so that the rest was left out.
    private(set) var isCut = false
    private var room = DecodingLimits.listBytes
    private var splitter = JSONListSplitter()
    /// The bytes of an element whose end has not arrived.
    private var rest: [UInt8] = []

    /// Whether the bytes so far are a complete list.
    var isList: Bool { splitter.isComplete }
    /// Whether the page has about the size at which a deployed stage truncates its list without saying so.
    var isNearlyOneScan: Bool { bytes >= DecodingLimits.nearlyOneScan }

    /// Adds the users whose last byte is among these bytes.
    /// - Parameter removing: whether an element may say that a user was removed.
    mutating func take(_ new: [UInt8], into batch: inout JourneyerBatch, removing: Bool) {
        bytes += new.count
        guard !splitter.hasFailed else { return }
        if !rest.isEmpty { rest += new }
        let all = rest.isEmpty ? new : rest
        rest = []
        all.withUnsafeBufferPointer { buffer in
            var splitter = splitter
            splitter.scan(buffer) { element in
                read(UnsafeBufferPointer(rebasing: buffer[element]), into: &batch, removing: removing)
            }
            let consumed = min(splitter.consumed, buffer.count)
            splitter.removed(consumed)
            self.splitter = splitter
            if !splitter.hasFailed, !splitter.isComplete { rest = Array(buffer[consumed...]) }
        }
    }

    private mutating func read(_ element: UnsafeBufferPointer<UInt8>, into batch: inout JourneyerBatch, removing: Bool) {
        guard received + unreadable + removed < DecodingLimits.elements, room > 0 else {
            isCut = true
            return
        }
        let (isReadable, size) = batch.append(element: element, limit: DecodingLimits.elementBytes)
        room -= size
        if !isReadable {
            unreadable += 1
        } else if removing, batch.removals[batch.count - 1] {
            removed += 1
        } else {
            received += 1
        }
    }
}
