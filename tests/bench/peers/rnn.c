/* The same training loop in C.
 *
 *   cc -O3 -march=native -ffast-math rnn.c -lm            plain C: loops that the compiler vectorises
 *   cc -O3 -march=native -ffast-math -DTUNED rnn.c -lm    tuned C: rows without rests, sums in registers
 *
 * Float32, one thread, no intrinsics. H, V and T are known at run time. Wxh is [V][H] so that a character's
 * column is contiguous; all other matrices are row-major.
 *
 * It speaks the benchmark's protocol: a line "ready" once its work is prepared, then for every line
 * "N" on standard input it does N units of work and answers with the seconds taken and a check value.
 * Arguments: train|sample TEXT HIDDEN LENGTH. TEXT holds the characters' numbers, one byte each.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int H, V, T;
static float *Wxh, *Whh, *Why, *bh, *by;      /* parameters */
static float *dWxh, *dbh, *dby, *gradient;    /* gradients; of the two other matrices, a row */
static float *mWxh, *mWhh, *mWhy, *mbh, *mby; /* Adagrad's memory */
static float *hs, *ps, *ds;                   /* [T + 1][H], [T][V], [T][H] */
static unsigned char *text;
static long textLength, position, iteration;
static double smoothed;

/* The floats from a row to the next: tuned, a cache line's multiple, filled up with zeros that stay zero. */
#ifdef TUNED
#define STRIDE ((H + 15) / 16 * 16)
#else
#define STRIDE H
#endif

static float *zeros(size_t n) {
  float *p = aligned_alloc(64, (n * sizeof(float) + 63) / 64 * 64);
  memset(p, 0, n * sizeof(float));
  return p;
}

static double uniform(void) { return (rand() + 0.5) / (RAND_MAX + 1.0); }

static float *weights(size_t rows) {
  float *p = zeros(rows * STRIDE);
  for (size_t i = 0; i < rows; i++)
    for (int j = 0; j < H; j++)
      p[i * STRIDE + j] = 0.01f * (float)(sqrt(-2 * log(uniform())) * cos(2 * M_PI * uniform()));
  return p;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

/* out[i] += W[i] · x for every row, eight rows at a time: one row alone would wait for its own sum */
static void addProduct(const float *W, const float *restrict x, float *restrict out, int rows) {
  int i = 0;
  for (; i + 8 <= rows; i += 8) {
    const float *restrict w = W + (size_t)i * STRIDE;
    float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
    for (int j = 0; j < STRIDE; j++) {
      a += w[j] * x[j];
      b += w[j + STRIDE] * x[j];
      c += w[j + 2 * STRIDE] * x[j];
      d += w[j + 3 * STRIDE] * x[j];
      e += w[j + 4 * STRIDE] * x[j];
      f += w[j + 5 * STRIDE] * x[j];
      g += w[j + 6 * STRIDE] * x[j];
      h += w[j + 7 * STRIDE] * x[j];
    }
    out[i] += a, out[i + 1] += b, out[i + 2] += c, out[i + 3] += d;
    out[i + 4] += e, out[i + 5] += f, out[i + 6] += g, out[i + 7] += h;
  }
  for (; i < rows; i++) {
    const float *restrict w = W + (size_t)i * STRIDE;
    float a = 0;
    for (int j = 0; j < STRIDE; j++) a += w[j] * x[j];
    out[i] += a;
  }
}

#ifndef TUNED
/* out[j] += Σ_i x[i * step] W[i][j], eight rows at a time: out is read and written an eighth as often */
static void addCombination(const float *W, const float *x, int step, float *restrict out, int rows) {
  int i = 0;
  for (; i + 8 <= rows; i += 8) {
    const float *restrict w = W + (size_t)i * H, *y = x + (size_t)i * step;
    float a = y[0], b = y[step], c = y[2 * step], d = y[3 * step];
    float e = y[4 * step], f = y[5 * step], g = y[6 * step], h = y[7 * step];
    for (int j = 0; j < H; j++)
      out[j] += ((a * w[j] + b * w[j + H]) + (c * w[j + 2 * H] + d * w[j + 3 * H])) +
                ((e * w[j + 4 * H] + f * w[j + 5 * H]) + (g * w[j + 6 * H] + h * w[j + 7 * H]));
  }
  for (; i < rows; i++) {
    const float *restrict w = W + (size_t)i * H;
    float a = x[(size_t)i * step];
    for (int j = 0; j < H; j++) out[j] += a * w[j];
  }
}
#else
#ifdef __AVX512F__
#define LANES 16
#define MOST 16 /* sums that fit in the registers beside what they are made of */
#else
#define LANES 8
#define MOST 12
#endif
typedef float vector __attribute__((vector_size(4 * LANES)));

/* `vectors` vectors, a constant, of each of `n` rows of Σ_k x[k * step + row] y[k]: the sums stay in registers */
static inline __attribute__((always_inline)) void sums(const float *x, int step, const float *y, int count,
                                                      float *restrict out, int n, int vectors, int from) {
  vector s[MOST];
  for (int i = 0; i < n * vectors; i++)
    s[i] = from ? ((vector *)(out + (size_t)(i / vectors) * STRIDE))[i % vectors] : (vector){0};
  for (int k = 0; k < count; k++, x += step, y += STRIDE)
    for (int row = 0; row < n; row++)
      for (int i = 0; i < vectors; i++) s[row * vectors + i] += x[row] * ((const vector *)y)[i];
  for (int i = 0; i < n * vectors; i++)
    ((vector *)(out + (size_t)(i / vectors) * STRIDE))[i % vectors] = s[i];
}

/* out[j] += Σ_i x[i * step] W[i][j], as many j at a time as there are registers for */
static void addCombination(const float *W, const float *x, int step, float *restrict out, int rows) {
  int all = STRIDE / LANES, panels = (all + MOST - 1) / MOST;
  for (int panel = 0, j = 0; panel < panels; panel++) {
    int held = (all - j) / (panels - panel), at = j * LANES;
    switch (held) {
#define CASE(c) case c: sums(x, step, W + at, rows, out + at, 1, c, 1); break;
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#if MOST == 16
      CASE(13) CASE(14) CASE(15) CASE(16)
#endif
    }
    j += held;
  }
}
#endif

/* h' = tanh(Wxh x + Whh h + bh) */
static void nextHidden(const float *restrict h, int x, float *restrict out) {
  for (int i = 0; i < H; i++) out[i] = Wxh[(size_t)x * STRIDE + i] + bh[i];
  addProduct(Whh, h, out, H);
  for (int i = 0; i < H; i++) out[i] = tanhf(out[i]);
}

/* p = softmax(Why h + by) */
static void output(const float *restrict h, float *restrict p) {
  float top = -INFINITY, sum = 0;
  for (int v = 0; v < V; v++) p[v] = by[v];
  addProduct(Why, h, p, V);
  for (int v = 0; v < V; v++) top = p[v] > top ? p[v] : top;
  for (int v = 0; v < V; v++) p[v] = expf(p[v] - top);
  for (int v = 0; v < V; v++) sum += p[v];
  for (int v = 0; v < V; v++) p[v] /= sum;
}

/* m += g², w −= 0.1 g / √(m + 1e-8), g clipped to ±5; g is zero again afterwards */
static void adagrad(float *restrict w, float *restrict m, float *restrict g, int n) {
  for (int i = 0; i < n; i++) {
    float d = g[i] < -5 ? -5 : g[i] > 5 ? 5 : g[i];
    m[i] += d * d;
    w[i] -= 0.1f * d / sqrtf(m[i] + 1e-8f);
    g[i] = 0;
  }
}

/* W's gradient is Σ_t d[t][i] h[t][j]: rows are summed over time while they are in the cache, then used */
static void update(float *W, float *M, int rows, const float *d, int step, const float *h) {
#ifdef TUNED
  for (int i = 0; i < rows; i += 4) {
    int n = rows - i < 4 ? rows - i : 4;
    for (int j = 0; j < STRIDE; j += 2 * LANES)
      if (n == 4 && j + 2 * LANES <= STRIDE) sums(d + i, step, h + j, T, gradient + j, 4, 2, 0);
      else
        for (int row = 0; row < n; row++)
          for (int k = j; k < STRIDE && k < j + 2 * LANES; k += LANES)
            sums(d + i + row, step, h + k, T, gradient + row * STRIDE + k, 1, 1, 0);
    adagrad(W + (size_t)i * STRIDE, M + (size_t)i * STRIDE, gradient, n * STRIDE);
  }
#else
  for (int i = 0; i < rows; i++) {
    addCombination(h, d + i, step, gradient, T);
    adagrad(W + (size_t)i * H, M + (size_t)i * H, gradient, H);
  }
#endif
}

static double trainOnce(void) {
  if (iteration == 0 || position + T + 1 >= textLength) {
    memset(hs, 0, H * sizeof(float));
    position = 0;
  }
  const unsigned char *inputs = text + position, *targets = inputs + 1;
  double loss = 0;
  for (int t = 0; t < T; t++) {
    float *h = hs + (size_t)t * STRIDE, *p = ps + (size_t)t * V;
    nextHidden(h, inputs[t], h + STRIDE);
    output(h + STRIDE, p);
    loss -= logf(p[targets[t]] + 1e-37f); /* float32 may give it no chance at all */
    p[targets[t]] -= 1;
  }
  memset(ds, 0, (size_t)T * STRIDE * sizeof(float));
  for (int t = T - 1; t >= 0; t--) {
    const float *restrict h = hs + (size_t)(t + 1) * STRIDE;
    float *restrict d = ds + (size_t)t * STRIDE;
    addCombination(Why, ps + (size_t)t * V, 1, d, V);
    for (int j = 0; j < H; j++) d[j] *= 1 - h[j] * h[j];
    if (t > 0) addCombination(Whh, d, 1, d - STRIDE, H);
  }
  for (int t = 0; t < T; t++) {
    const float *restrict d = ds + (size_t)t * STRIDE;
    float *restrict g = dWxh + (size_t)inputs[t] * STRIDE;
    for (int j = 0; j < H; j++) g[j] += d[j];
    for (int j = 0; j < H; j++) dbh[j] += d[j];
    for (int v = 0; v < V; v++) dby[v] += ps[(size_t)t * V + v];
  }
  update(Whh, mWhh, H, ds, STRIDE, hs);
  update(Why, mWhy, V, ps, V, hs + STRIDE);
  for (int t = 0; t < T; t++) { /* a character's second turn finds a gradient of zero */
    size_t row = (size_t)inputs[t] * STRIDE;
    adagrad(Wxh + row, mWxh + row, dWxh + row, H);
  }
  adagrad(bh, mbh, dbh, H);
  adagrad(by, mby, dby, V);
  memcpy(hs, hs + (size_t)T * STRIDE, H * sizeof(float));
  position += T;
  iteration++;
  return loss;
}

/* One character is drawn and read. */
static int sampleOnce(int x) {
  nextHidden(hs, x, hs + STRIDE);
  memcpy(hs, hs + STRIDE, H * sizeof(float));
  output(hs, ps);
  double left = uniform();
  for (int v = 0; v < V; v++)
    if ((left -= ps[v]) < 0) return v;
  return V - 1;
}

int main(int argc, char **argv) {
  if (argc != 5) return fprintf(stderr, "usage: rnn train|sample TEXT HIDDEN LENGTH\n"), 2;
  FILE *file = fopen(argv[2], "rb");
  if (!file) return perror(argv[2]), 1;
  fseek(file, 0, SEEK_END);
  textLength = ftell(file);
  rewind(file);
  text = malloc(textLength);
  if (fread(text, 1, textLength, file) != (size_t)textLength) return perror(argv[2]), 1;
  for (long i = 0; i < textLength; i++) V = text[i] >= V ? text[i] + 1 : V;
  H = atoi(argv[3]);
  T = atoi(argv[4]);
  size_t h = H, v = V, row = STRIDE;
  Wxh = weights(v), Whh = weights(h), Why = weights(v), bh = zeros(h), by = zeros(v);
  dWxh = zeros(v * row), dbh = zeros(h), dby = zeros(v), gradient = zeros(4 * row);
  mWxh = zeros(v * row), mWhh = zeros(h * row), mWhy = zeros(v * row), mbh = zeros(h), mby = zeros(v);
  hs = zeros((T + 1) * row), ps = zeros(T * v), ds = zeros(T * row);
  smoothed = T * log(V);
  printf("ready\n");
  fflush(stdout);
  long n;
  int x = 0;
  while (scanf("%ld", &n) == 1) {
    double start = seconds();
    if (strcmp(argv[1], "train") == 0)
      for (long i = 0; i < n; i++) smoothed = smoothed * 0.999 + trainOnce() * 0.001;
    else
      for (long i = 0; i < n; i++) x = sampleOnce(x);
    printf("%.9f %.6f\n", seconds() - start, smoothed);
    fflush(stdout);
  }
  return 0;
}
