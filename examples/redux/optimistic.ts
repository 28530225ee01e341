import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query';
import { optimistic } from '@statehouse/redux/query';

export interface Post {
  id: string;
  title: string;
}

const api = createApi({
  baseQuery: fetchBaseQuery({ baseUrl: 'https://posts.example/' }),
  tagTypes: ['Post'],
  endpoints: (build) => ({
    getPosts: build.query<Post[], { page: number }>({
      query: ({ page }) => `posts?page=${page}`,
      providesTags: ['Post'],
    }),
    getPost: build.query<Post, string>({ query: (id) => `posts/${id}`, providesTags: ['Post'] }),
    renamePost: build.mutation<Post, Post>({
      query: ({ id, title }) => ({ url: `posts/${id}`, method: 'PATCH', body: { title } }),
      invalidatesTags: ['Post'],
    }),
    addPost: build.mutation<Post, { title: string }>({
      query: (body) => ({ url: 'posts', method: 'POST', body }),
      invalidatesTags: ['Post'],
    }),
  }),
});

const rename = (posts: Post[], { id, title }: Post) => {
  for (const post of posts) if (post.id === id) post.title = title;
};

const putFirst = (posts: Post[], post: Post) => {
  if (posts.every(({ id }) => id !== post.id)) posts.unshift(post);
};

export const postsApi = optimistic(api, {
  renamePost: { getPosts: rename, getPost: (post, arg) => rename([post], arg) },
  addPost: {
    getPosts: {
      show: (posts, { title }, { queryArg, requestId }) => {
        if (queryArg.page === 0) putFirst(posts, { id: requestId, title });
      },
      fold: (posts, _, created, { queryArg }) => {
        if (queryArg.page === 0) putFirst(posts, created);
      },
    },
  },
});
