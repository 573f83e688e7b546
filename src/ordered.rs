//! [`Ordered`]: work on the items of one iterator by many threads, results in the order of the items, in bounded memory.
//!
//! Workers take items one by one and put their results into a window of slots; the consumer gets the next result in
//! order as soon as it is ready. A worker too far ahead of the consumer waits.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// State shared by the workers and the consumer.
#[derive(Debug)]
pub struct Ordered<I, T> {
    /// Items that no worker has taken; locked while the next one is made, so that only one thread reads.
    items: Mutex<I>,
    state: Mutex<State<T>>,
    /// Signalled after a result was added or the items have ended.
    filled: Condvar,
    /// Signalled after a result was removed or the consumer has stopped.
    freed: Condvar,
    limits: WindowLimits,
}

/// Bounds on the items between workers and consumer.
#[derive(Clone, Copy, Debug)]
pub struct WindowLimits {
    /// Maximum number of items that are taken and not consumed.
    pub count: usize,
    /// Maximum weight of these items together; a single item may weigh more.
    pub weight: usize,
}

#[derive(Debug)]
struct State<T> {
    /// Number of the next item for a worker.
    taken: usize,
    /// Number of the next result for the consumer.
    consumed: usize,
    /// Weight of the items that are taken and not consumed.
    weight: usize,
    /// Results with the weights of their items.
    results: HashMap<usize, (T, usize)>,
    /// True once there are no more items.
    ended: bool,
    /// True once the consumer has stopped.
    closed: bool,
}

impl<I: Iterator, T> Ordered<I, T> {
    /// Creates the state for work on `items`.
    pub fn new(items: I, limits: WindowLimits) -> Self {
        let state = State { taken: 0, consumed: 0, weight: 0, results: HashMap::new(), ended: false, closed: false };
        Self {
            items: Mutex::new(items),
            state: Mutex::new(state),
            filled: Condvar::new(),
            freed: Condvar::new(),
            limits,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on items until there are no more, in a thread of the caller. `weigh` tells the weight of an item. `work`
    /// must not panic: the consumer would wait for its result.
    pub fn work(&self, weigh: impl Fn(&I::Item) -> usize, work: impl Fn(I::Item) -> T) {
        while let Some((number, item, weight)) = self.take(&weigh) {
            let result = work(item);
            self.lock().results.insert(number, (result, weight));
            self.filled.notify_all();
        }
    }

    /// Returns the next item with its number and weight, waiting until the consumer is close enough.
    fn take(&self, weigh: &impl Fn(&I::Item) -> usize) -> Option<(usize, I::Item, usize)> {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.lock();
        while !state.closed && !state.ended && self.is_full(&state) {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed || state.ended {
            return None;
        }
        drop(state);
        let next = items.next();
        let mut state = self.lock();
        let Some(item) = next else {
            state.ended = true;
            self.filled.notify_all();
            return None;
        };
        let (number, weight) = (state.taken, weigh(&item));
        state.taken += 1;
        state.weight += weight;
        Some((number, item, weight))
    }

    fn is_full(&self, state: &State<T>) -> bool {
        let waiting = state.taken - state.consumed;
        waiting >= self.limits.count || waiting > 0 && state.weight >= self.limits.weight
    }

    /// Returns the next result in order; `None` after the last.
    pub fn next(&self) -> Option<T> {
        let mut state = self.lock();
        loop {
            let number = state.consumed;
            if let Some((result, weight)) = state.results.remove(&number) {
                state.consumed += 1;
                state.weight -= weight;
                self.freed.notify_all();
                return Some(result);
            }
            if state.closed || state.ended && state.consumed == state.taken {
                return None;
            }
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Makes the workers stop after their current item.
    pub fn close(&self) {
        self.lock().closed = true;
        self.freed.notify_all();
        self.filled.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    #[test]
    fn results_come_in_order_within_the_limits() {
        let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        for limits in [WindowLimits { count: 3, weight: 1000 }, WindowLimits { count: 1000, weight: 30 }] {
            let ordered = Ordered::new(0..200_usize, limits);
            let results: Vec<usize> = thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        ordered.work(
                            |_| 10,
                            |item| {
                                most.fetch_max(begun.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                                thread::yield_now();
                                item * 2
                            },
                        );
                    });
                }
                std::iter::from_fn(|| {
                    let next = ordered.next();
                    begun.fetch_sub(usize::from(next.is_some()), Ordering::SeqCst);
                    next
                })
                .collect()
            });
            assert_eq!(results, (0..200).map(|item| item * 2).collect::<Vec<_>>());
            assert!(most.load(Ordering::SeqCst) <= 4, "{most:?}");
        }
    }

    #[test]
    fn heavy_item_passes_alone() {
        let ordered = Ordered::new([1000, 2000].into_iter(), WindowLimits { count: 10, weight: 1 });
        let found: Vec<usize> = thread::scope(|scope| {
            scope.spawn(|| ordered.work(|&item| item, |item| item));
            std::iter::from_fn(|| ordered.next()).collect()
        });
        assert_eq!(found, [1000, 2000]);
    }

    #[test]
    fn closed_work_ends() {
        let ordered = Ordered::new(std::iter::repeat(1), WindowLimits { count: 2, weight: 1000 });
        thread::scope(|scope| {
            scope.spawn(|| ordered.work(|_| 1, |item| item));
            assert_eq!(ordered.next(), Some(1));
            ordered.close();
        });
    }
}
